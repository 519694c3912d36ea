"""A random Llama of 60,000 weights and a tokenizer of bytes, made without a download, for runs that really train."""
import json
import pathlib

import numpy
from safetensors.numpy import save_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers

HIDDEN, INNER, LAYERS, HEADS, KEY_HEADS = 64, 128, 2, 4, 2
TEMPLATE = ("{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' }}"
            "{% if m['role'] == 'assistant' %}{% generation %}{{ m['content'] + '<|im_end|>' }}{% endgeneration %}"
            "{% else %}{{ m['content'] + '<|im_end|>' }}{% endif %}{{ '\\n' }}{% endfor %}"
            "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")
# MLX-LM's jinja does not know the generation mark.
PLAIN_TEMPLATE = TEMPLATE.replace("{% generation %}", "").replace("{% endgeneration %}", "")


def letters():
    """One token for each byte."""
    return {letter: i for i, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}


def tokenizer(template=PLAIN_TEMPLATE):
    """One token for each byte, and four marks."""
    from transformers import PreTrainedTokenizerFast  # not every trainer brings it
    made = Tokenizer(models.BPE(vocab=letters(), merges=[]))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    told = PreTrainedTokenizerFast(tokenizer_object=made, bos_token="<s>", eos_token="<|im_end|>", pad_token="<pad>",
                                   additional_special_tokens=["<|im_start|>"], clean_up_tokenization_spaces=False)
    told.chat_template = template
    return told


def config(marks):
    return {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": len(marks),
            "hidden_size": HIDDEN, "intermediate_size": INNER, "num_hidden_layers": LAYERS,
            "num_attention_heads": HEADS, "num_key_value_heads": KEY_HEADS, "max_position_embeddings": 4096,
            "rms_norm_eps": 1e-6, "rope_theta": 10000.0, "tie_word_embeddings": False,
            "bos_token_id": marks.bos_token_id, "eos_token_id": marks.eos_token_id, "pad_token_id": marks.pad_token_id}


def weights(words):
    draw = numpy.random.default_rng(0)
    keys = KEY_HEADS * HIDDEN // HEADS
    shapes = {"self_attn.q_proj": (HIDDEN, HIDDEN), "self_attn.k_proj": (keys, HIDDEN), "self_attn.v_proj": (keys, HIDDEN),
              "self_attn.o_proj": (HIDDEN, HIDDEN), "mlp.gate_proj": (INNER, HIDDEN), "mlp.up_proj": (INNER, HIDDEN),
              "mlp.down_proj": (HIDDEN, INNER)}
    named = {f"model.layers.{i}.{name}.weight": shape for i in range(LAYERS) for name, shape in shapes.items()}
    named |= {"model.embed_tokens.weight": (words, HIDDEN), "lm_head.weight": (words, HIDDEN)}
    made = {name: (draw.standard_normal(shape) * 0.02).astype(numpy.float32) for name, shape in named.items()}
    norms = [f"model.layers.{i}.{name}_layernorm.weight" for i in range(LAYERS) for name in ("input", "post_attention")]
    return made | {name: numpy.ones(HIDDEN, numpy.float32) for name in [*norms, "model.norm.weight"]}


def save(folder, template=PLAIN_TEMPLATE):
    """Writes model, tokenizer and configuration where a trainer expects them."""
    folder = pathlib.Path(folder)
    marks = tokenizer(template)
    marks.save_pretrained(folder)
    (folder / "config.json").write_text(json.dumps(config(marks)))
    save_file(weights(len(marks)), folder / "model.safetensors", metadata={"format": "pt"})
    return folder
