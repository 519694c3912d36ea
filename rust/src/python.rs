//! Writes values and cuts strings as Python does, which is what chat templates were written against.

use minijinja::value::{Kwargs, Rest, Value, ValueKind};
use minijinja::{Error, ErrorKind, State};

/// What `str.strip` takes away: Unicode's white space and the four separators.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// `str(value)`
pub fn append_str(out: &mut String, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) => out.push_str(text),
        None if value.is_undefined() => {}
        None => append_repr(out, value)?,
    }
    Ok(())
}

pub fn str_of(value: &Value) -> Result<String, Error> {
    let mut out = String::new();
    append_str(&mut out, value)?;
    Ok(out)
}

fn append_repr(out: &mut String, value: &Value) -> Result<(), Error> {
    match value.kind() {
        ValueKind::Undefined => out.push_str("Undefined"),
        ValueKind::None => out.push_str("None"),
        ValueKind::Bool => out.push_str(if value.is_true() { "True" } else { "False" }),
        ValueKind::Number => append_number(out, value),
        ValueKind::String => append_quoted(out, value.as_str().unwrap_or("")),
        ValueKind::Map => {
            append_map(out, value, ("{", ": ", ", ", "}"), append_repr)?;
        }
        ValueKind::Seq | ValueKind::Iterable => append_list(out, value, append_repr)?,
        _ => out.push_str(&value.to_string()),
    }
    Ok(())
}

type Append = fn(&mut String, &Value) -> Result<(), Error>;

fn append_list(out: &mut String, value: &Value, append: Append) -> Result<(), Error> {
    out.push('[');
    for (i, item) in value.try_iter()?.enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        append(out, &item)?;
    }
    out.push(']');
    Ok(())
}

fn append_map(
    out: &mut String,
    value: &Value,
    (open, colon, comma, close): (&str, &str, &str, &str),
    append: Append,
) -> Result<(), Error> {
    out.push_str(open);
    for (i, key) in value.try_iter()?.enumerate() {
        if i > 0 {
            out.push_str(comma);
        }
        append(out, &key)?;
        out.push_str(colon);
        append(out, &value.get_item(&key)?)?;
    }
    out.push_str(close);
    Ok(())
}

fn append_quoted(out: &mut String, text: &str) {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => out.extend(['\\', c]),
            c if (c as u32) < 0x20 || (0x7f..0xa1).contains(&(c as u32)) || c == '\u{ad}' => {
                out.push_str(&format!("\\x{:02x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push(quote);
}

fn append_number(out: &mut String, value: &Value) {
    if value.is_integer() {
        out.push_str(&value.to_string());
    } else {
        append_float(out, f64::try_from(value.clone()).unwrap_or(f64::NAN));
    }
}

/// `repr(float)`: shortest digits, an exponent below 1e-4 and from 1e16 on.
fn append_float(out: &mut String, value: f64) {
    if value.is_nan() || value.is_infinite() {
        let name = if value.is_nan() { "nan" } else { "inf" };
        out.push_str(if value < 0.0 { "-" } else { "" });
        out.push_str(name);
        return;
    }
    let scientific = format!("{value:e}");
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        out.push_str(&format!("{value:?}"));
        return;
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    out.push_str(&format!("{digits}e{sign}{:02}", exponent.abs()));
}

/// The options of `json.dumps` that templates use.
struct Dump {
    ascii: bool,
    indent: Option<String>,
    comma: String,
    colon: String,
    sort: bool,
}

impl Dump {
    fn of(options: &Rest<Value>, named: &Kwargs) -> Result<Self, Error> {
        let get = |name: &str, place: usize| -> Result<Option<Value>, Error> {
            let given: Option<Value> = named.get(name)?;
            Ok(given.or_else(|| options.get(place).cloned()).filter(|v| !v.is_none()))
        };
        let ascii = get("ensure_ascii", 0)?;
        let indent = get("indent", 1)?.map(|v| match v.as_str() {
            Some(text) => text.to_string(),
            None => " ".repeat(v.as_usize().unwrap_or(0)),
        });
        let separators = get("separators", 2)?;
        let sort = get("sort_keys", 3)?;
        named.assert_all_used()?;
        let separator = |place: usize, otherwise: &str| -> Result<String, Error> {
            match &separators {
                Some(given) => str_of(&given.get_item(&Value::from(place))?),
                None => Ok(otherwise.to_string()),
            }
        };
        Ok(Dump {
            comma: separator(0, if indent.is_some() { "," } else { ", " })?,
            colon: separator(1, ": ")?,
            ascii: ascii.is_some_and(|v| v.is_true()),
            sort: sort.is_some_and(|v| v.is_true()),
            indent,
        })
    }

    fn line(&self, out: &mut String, depth: usize) {
        if let Some(indent) = &self.indent {
            out.push('\n');
            for _ in 0..depth {
                out.push_str(indent);
            }
        }
    }

    fn append(&self, out: &mut String, value: &Value, depth: usize) -> Result<(), Error> {
        match value.kind() {
            ValueKind::None => out.push_str("null"),
            ValueKind::Bool => out.push_str(if value.is_true() { "true" } else { "false" }),
            ValueKind::Number => append_json_number(out, value),
            ValueKind::String => self.append_text(out, value.as_str().unwrap_or("")),
            ValueKind::Seq | ValueKind::Iterable => self.append_list(out, value, depth)?,
            ValueKind::Map => self.append_map(out, value, depth)?,
            kind => {
                let what = format!("a value of kind {kind} is not JSON serializable");
                return Err(Error::new(ErrorKind::InvalidOperation, what));
            }
        }
        Ok(())
    }

    fn append_list(&self, out: &mut String, value: &Value, depth: usize) -> Result<(), Error> {
        out.push('[');
        let mut any = false;
        for item in value.try_iter()? {
            if any {
                out.push_str(&self.comma);
            }
            any = true;
            self.line(out, depth + 1);
            self.append(out, &item, depth + 1)?;
        }
        if any {
            self.line(out, depth);
        }
        out.push(']');
        Ok(())
    }

    fn append_map(&self, out: &mut String, value: &Value, depth: usize) -> Result<(), Error> {
        let mut keys: Vec<Value> = value.try_iter()?.collect();
        if self.sort {
            keys.sort();
        }
        out.push('{');
        for (i, key) in keys.iter().enumerate() {
            if i > 0 {
                out.push_str(&self.comma);
            }
            self.line(out, depth + 1);
            self.append_key(out, key)?;
            out.push_str(&self.colon);
            self.append(out, &value.get_item(key)?, depth + 1)?;
        }
        if !keys.is_empty() {
            self.line(out, depth);
        }
        out.push('}');
        Ok(())
    }

    fn append_key(&self, out: &mut String, key: &Value) -> Result<(), Error> {
        if let Some(text) = key.as_str() {
            self.append_text(out, text);
            return Ok(());
        }
        let mut text = String::new();
        self.append(&mut text, key, 0)?;
        self.append_text(out, &text);
        Ok(())
    }

    fn append_text(&self, out: &mut String, text: &str) {
        out.push('"');
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\u{8}' => out.push_str("\\b"),
                '\u{c}' => out.push_str("\\f"),
                c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
                c if self.ascii && !c.is_ascii() => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        out.push_str(&format!("\\u{unit:04x}"));
                    }
                }
                c => out.push(c),
            }
        }
        out.push('"');
    }
}

fn append_json_number(out: &mut String, value: &Value) {
    let from = out.len();
    append_number(out, value);
    match &out[from..] {
        "nan" => out.replace_range(from.., "NaN"),
        "inf" => out.replace_range(from.., "Infinity"),
        "-inf" => out.replace_range(from.., "-Infinity"),
        _ => {}
    }
}

/// The filter `tojson`, as transformers defines it.
pub fn tojson(value: Value, options: Rest<Value>, named: Kwargs) -> Result<Value, Error> {
    let mut out = String::new();
    Dump::of(&options, &named)?.append(&mut out, &value, 0)?;
    Ok(Value::from(out))
}

/// The filter `trim`.
pub fn trim(value: Value, letters: Option<String>) -> Result<Value, Error> {
    let text = str_of(&value)?;
    Ok(Value::from(match letters {
        Some(letters) => text.trim_matches(|c| letters.contains(c)),
        None => text.trim_matches(is_space),
    }))
}

/// The filter `join`.
pub fn join(value: Value, separator: Option<Value>, named: Kwargs) -> Result<Value, Error> {
    let attribute: Option<String> = named.get("attribute")?;
    let by_name: Option<Value> = named.get("d")?;
    named.assert_all_used()?;
    let between = by_name.or(separator).map_or(Ok(String::new()), |v| str_of(&v))?;
    let mut out = String::new();
    for (i, item) in value.try_iter()?.enumerate() {
        if i > 0 {
            out.push_str(&between);
        }
        match &attribute {
            Some(name) => append_str(&mut out, &item.get_attr(name)?)?,
            None => append_str(&mut out, &item)?,
        }
    }
    Ok(Value::from(out))
}

/// The test `sequence`: anything with a length and places, so strings and maps too.
pub fn is_sequence(value: Value) -> bool {
    matches!(value.kind(), ValueKind::String | ValueKind::Seq | ValueKind::Map)
}

pub fn is_iterable(value: Value) -> bool {
    let kind = value.kind();
    matches!(kind, ValueKind::String | ValueKind::Seq | ValueKind::Map | ValueKind::Iterable | ValueKind::Undefined)
}

/// The methods of strings whose letter counts or spaces differ from Rust's; all others as the
/// library has them.
pub fn method(state: &State, value: &Value, name: &str, args: &[Value]) -> Result<Value, Error> {
    if let Some(text) = value.as_str() {
        let place = |found: Option<usize>| match found {
            Some(byte) => Value::from(text[..byte].chars().count() as i64),
            None => Value::from(-1),
        };
        let is_bare = args.is_empty() || (args.len() == 1 && args[0].is_none());
        match (name, args) {
            ("strip", _) if is_bare => return Ok(Value::from(text.trim_matches(is_space))),
            ("lstrip", _) if is_bare => return Ok(Value::from(text.trim_start_matches(is_space))),
            ("rstrip", _) if is_bare => return Ok(Value::from(text.trim_end_matches(is_space))),
            ("find", [what]) => return Ok(place(text.find(what.as_str().unwrap_or("")))),
            ("rfind", [what]) => return Ok(place(text.rfind(what.as_str().unwrap_or("")))),
            ("removeprefix", [what]) => {
                let what = what.as_str().unwrap_or("");
                return Ok(Value::from(text.strip_prefix(what).unwrap_or(text)));
            }
            ("removesuffix", [what]) => {
                let what = what.as_str().unwrap_or("");
                return Ok(Value::from(text.strip_suffix(what).unwrap_or(text)));
            }
            _ => {}
        }
    }
    minijinja_contrib::pycompat::unknown_method_callback(state, value, name, args)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: f64) -> String {
        let mut out = String::new();
        append_float(&mut out, value);
        out
    }

    #[test]
    fn writes_floats_as_repr_does() {
        let cases = [
            (1.0, "1.0"), (0.1, "0.1"), (1e15, "1000000000000000.0"), (1e16, "1e+16"), (1.5e-5, "1.5e-05"),
            (0.0001, "0.0001"), (-2.5e300, "-2.5e+300"), (f64::INFINITY, "inf"),
        ];
        for (value, text) in cases {
            assert_eq!(written(value), text);
        }
    }

    #[test]
    fn writes_lists_and_maps_as_repr_does() {
        let value: Value = Value::from_serialize(serde_json::json!({"a": [1, null, true, "it's"], "b": 'x'}));
        assert_eq!(str_of(&value).unwrap(), r#"{'a': [1, None, True, "it's"], 'b': 'x'}"#);
    }
}
