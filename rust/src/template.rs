//! Renders conversations by a chat template as Python's transformers does, and says which part of the
//! text the template marks as the assistant's.

use std::hash::{Hash, Hasher};

use minijinja::value::Value;
use minijinja::{context, AutoEscape, Environment, Error, ErrorKind, State};

use crate::{clock, python, Range};

pub struct Template {
    environment: Environment<'static>,
    variables: Value,
    marks_answers: bool,
}

pub struct Rendered {
    pub text: String,
    pub answers: Vec<Range>,
}

const NAME: &str = "chat";
const ANSWER: &str = "__bmo_answer";
/// No text has this letter: Unicode keeps it free for programs.
const EDGE: char = '\u{fdd0}';
/// A template that runs longer than this never ends.
const MOST_STEPS: u64 = 50_000_000;

impl Template {
    pub fn open(source: &str, variables: &str) -> Result<Self, String> {
        let variables: serde_json::Value = serde_json::from_str(variables).map_err(|e| e.to_string())?;
        let (source, marks_answers) = with_answer_filters(source);
        let mut environment = environment();
        environment.add_template_owned(NAME, source).map_err(|e| told(&e))?;
        Ok(Template { environment, variables: Value::from_serialize(variables), marks_answers })
    }

    pub fn marks_answers(&self) -> bool {
        self.marks_answers
    }

    pub fn render(&self, request: &str) -> Result<Rendered, String> {
        let given: serde_json::Value = serde_json::from_str(request).map_err(|e| e.to_string())?;
        let edge = edge_of(request);
        let template = self.environment.get_template(NAME).map_err(|e| told(&e))?;
        let field = |name: &str| Value::from_serialize(&given[name]);
        let seen = context! {
            messages => field("messages"),
            tools => field("tools"),
            documents => Value::from(()),
            add_generation_prompt => given["add_generation_prompt"] == true,
            __bmo_edge => &edge,
            __bmo_now => given["now"].as_i64().unwrap_or_else(now),
            ..self.variables.clone()
        };
        let text = template.render(seen).map_err(|e| told(&e))?;
        Ok(if self.marks_answers { unmarked(&text, &edge) } else { Rendered { text, answers: Vec::new() } })
    }
}

fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |passed| passed.as_secs() as i64)
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment.set_fuel(Some(MOST_STEPS));
    environment.set_formatter(|out, _, value| {
        let text = python::str_of(value)?;
        out.write_str(&text).map_err(Error::from)
    });
    environment.set_unknown_method_callback(python::method);
    environment.add_filter("tojson", python::tojson);
    environment.add_filter("trim", python::trim);
    environment.add_filter("join", python::join);
    environment.add_filter("string", |value: Value| python::str_of(&value));
    environment.add_test("sequence", python::is_sequence);
    environment.add_test("iterable", python::is_iterable);
    environment.add_function("raise_exception", raise_exception);
    environment.add_function("strftime_now", strftime_now);
    environment.add_filter(ANSWER, answer);
    environment
}

fn raise_exception(message: Value) -> Result<Value, Error> {
    Err(Error::new(ErrorKind::InvalidOperation, python::str_of(&message)?))
}

fn strftime_now(state: &State, format: String) -> String {
    let seconds = state.lookup("__bmo_now").and_then(|v| v.as_i64()).unwrap_or(0);
    clock::strftime(&format, seconds)
}

/// Puts an edge before and after what the assistant wrote.
fn answer(state: &State, text: Value) -> String {
    let edge = state.lookup("__bmo_edge").unwrap_or_default();
    format!("{edge}{text}{edge}")
}

/// A mark that is not in the text: it holds a hash of it.
fn edge_of(request: &str) -> String {
    let mut hasher = std::collections::hash_map::DefaultHasher::new();
    request.hash(&mut hasher);
    format!("{EDGE}{:016x}{EDGE}", hasher.finish())
}

fn unmarked(marked: &str, edge: &str) -> Rendered {
    let mut text = String::with_capacity(marked.len());
    let mut answers = Vec::new();
    for (i, part) in marked.split(edge).enumerate() {
        let begin = text.len() as u64;
        text.push_str(part);
        if i % 2 == 1 {
            answers.push(Range { begin, end: text.len() as u64 });
        }
    }
    Rendered { text, answers }
}

/// The tags `generation` and `endgeneration` become a filter over what the assistant wrote, in a scope
/// of its own. (A call block would be the nearer likeness, but cannot set fields of a namespace.)
fn with_answer_filters(source: &str) -> (String, bool) {
    let mut out = String::with_capacity(source.len());
    let mut any = false;
    let mut rest = source;
    while let Some(open) = rest.find("{%") {
        let (before, tag) = rest.split_at(open);
        out.push_str(before);
        let Some(close) = tag.find("%}") else {
            rest = tag;
            break;
        };
        let (tag, after) = tag.split_at(close + 2);
        let inside = &tag[2..tag.len() - 2];
        let left = if inside.starts_with(['-', '+']) { &inside[..1] } else { "" };
        let right = if inside.len() > 1 && inside.ends_with(['-', '+']) { &inside[inside.len() - 1..] } else { "" };
        rest = after;
        match inside.trim_matches(['-', '+']).trim() {
            "generation" => out.push_str(&format!("{{%{left} with %}}{{% filter {ANSWER} {right}%}}")),
            "endgeneration" => out.push_str(&format!("{{%{left} endfilter %}}{{% endwith {right}%}}")),
            _ => {
                out.push_str(tag);
                continue;
            }
        }
        any = true;
    }
    out.push_str(rest);
    (out, any)
}

/// What went wrong and where in the template, on one line.
fn told(error: &Error) -> String {
    let what = match error.detail() {
        Some(detail) => detail.to_string(),
        None => error.kind().to_string(),
    };
    let what = what.lines().collect::<Vec<_>>().join(" ");
    match error.line() {
        Some(line) => format!("{what} (line {line} of the template)"),
        None => what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(source: &str, request: &str) -> Rendered {
        Template::open(source, "{}").unwrap().render(request).unwrap()
    }

    #[test]
    fn marks_what_stands_between_generation_tags() {
        let source = "{% for m in messages %}\n{{ m.role }}:{% generation %}{{ m.content }}{% if loop.last %}!{% endif %}{% endgeneration %}|{% endfor %}";
        let made = rendered(source, r#"{"messages":[{"role":"a","content":"xy"},{"role":"b","content":"z"}]}"#);
        assert_eq!(made.text, "a:xy|b:z!|");
        assert_eq!(made.answers, [Range { begin: 2, end: 4 }, Range { begin: 7, end: 9 }]);
    }

    #[test]
    fn prints_as_python_does() {
        let made = rendered("{{ none }} {{ true }} {{ [1, 'a'] }} {{ missing }}{{ none | trim }}", r#"{"messages":[]}"#);
        assert_eq!(made.text, "None True [1, 'a'] None");
    }

    #[test]
    fn tells_why_a_template_refuses() {
        let made = Template::open("{{ raise_exception('no system') }}", "{}").unwrap();
        assert_eq!(made.render(r#"{"messages":[]}"#).err().unwrap(), "no system (line 1 of the template)");
    }
}
