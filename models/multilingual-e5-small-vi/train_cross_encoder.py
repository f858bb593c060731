"""Trains cross-encoder.onnx: whether a passage answers a question, the two read together.

    npm run -s learn:pairs -- pairs.jsonl
    apt-get install python3-torch python3-onnx
    python3 train_cross_encoder.py pairs.jsonl .

The embeddings and the first six layers of model.onnx are where it begins; the embeddings stay as they are, so that their
4-bit blocks are taken over bit for bit. A mean over all tokens and one linear unit make the log-odds. Weighted binary
cross-entropy, AdamW, four epochs; the layers are written in 8 bits (4 bits lose too much: correlation of log-odds .90
instead of .9999). Half an hour on two cores that multiply bfloat16 matrices (AMX), hours on others (2026-11-28).
"""
import json, math, os, random, sys

import numpy as np
import onnx
import torch
from onnx import TensorProto as TP, helper as h, numpy_helper as nh
from torch import nn
from torch.nn import functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
LAYERS, HIDDEN, HEADS, FFN, EPSILON = 6, 384, 12, 1536, 1e-12
EPOCHS, BATCH, RATE, WARM_UP, DECAY, SEED = 2, 32, 2e-4, 0.06, 0.01, 1
PAD, LONGEST = 1, 272


def read_weights():
    """model.onnx as float arrays by name."""
    tensors = {t.name: t for t in onnx.load(os.path.join(HERE, "model.onnx")).graph.initializer}
    nibbles = lambda raw: np.stack([raw & 15, raw >> 4], -1).reshape(*raw.shape[:-1], -1)
    weights = {}
    words = tensors["embeddings.word"]
    signed = nibbles(np.frombuffer(words.raw_data, np.uint8).reshape(words.dims[0], -1)).astype(np.int8)
    signed = np.where(signed > 7, signed - 16, signed).reshape(words.dims[0], -1, 32)
    scale = nh.to_array(tensors["embeddings.word.scale"])[..., None]
    weights["embeddings.word.weight"] = (signed * scale).reshape(words.dims[0], -1)
    for name, tensor in tensors.items():
        if name.startswith("layer.") and name.endswith(".scale"):
            own = name.removesuffix(".scale")
            raw = nh.to_array(tensors[own + ".weight"])
            blocks = (nibbles(raw).astype(np.float32) - 8) * nh.to_array(tensor)[..., None]
            weights[own + ".weight"] = blocks.reshape(raw.shape[0], -1)
        elif tensor.data_type == TP.FLOAT and not name.endswith(".scale"):
            weights[name] = nh.to_array(tensor)
    return tensors, weights


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.out = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.ffn_in, self.ffn_out = nn.Linear(HIDDEN, FFN), nn.Linear(FFN, HIDDEN)
        self.attention_norm, self.ffn_norm = (nn.LayerNorm(HIDDEN, eps=EPSILON) for _ in range(2))

    def forward(self, x, mask):
        rows, tokens, _ = x.shape
        q, k, v = self.qkv(x).view(rows, tokens, 3, HEADS, -1).permute(2, 0, 3, 1, 4).unbind(0)
        attended = F.softmax((q * q.shape[-1] ** -0.5) @ k.transpose(-1, -2) + mask, -1) @ v
        x = self.attention_norm(x + self.out(attended.transpose(1, 2).reshape(rows, tokens, HIDDEN)))
        return self.ffn_norm(x + self.ffn_out(F.gelu(self.ffn_in(x))))


class CrossEncoder(nn.Module):
    def __init__(self, weights):
        super().__init__()
        self.word = nn.Embedding(*weights["embeddings.word.weight"].shape)
        self.position, self.segment = nn.Embedding(512, HIDDEN), nn.Embedding(2, HIDDEN)
        self.norm, self.head = nn.LayerNorm(HIDDEN, eps=EPSILON), nn.Linear(HIDDEN, 1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        nn.init.zeros_(self.segment.weight)
        with torch.no_grad():
            self.word.weight.copy_(torch.tensor(weights["embeddings.word.weight"]))
            self.position.weight.copy_(torch.tensor(weights["embeddings.position"]))
            load(self.norm, weights, "embeddings.norm")
            for at, layer in enumerate(self.layers):
                for name, part in layer.named_children():
                    load(part, weights, f"layer.{at}.{name.replace('_', '.')}")
        self.word.weight.requires_grad = self.position.weight.requires_grad = False

    def forward(self, ids, segments):
        x = self.norm(self.word(ids) + self.position.weight[: ids.shape[1]] + self.segment(segments))
        mask = torch.zeros(ids.shape, dtype=x.dtype).masked_fill(ids == PAD, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        told = (ids != PAD).to(x.dtype)[..., None]
        return self.head((x * told).sum(1) / told.sum(1)).squeeze(-1).float()


def load(part, weights, name):
    part.weight.copy_(torch.tensor(weights[name + ".weight"]))
    part.bias.copy_(torch.tensor(weights[name + ".bias"]))


def to_batches(pairs, rng):
    """Places of pairs; pairs of like length share a batch."""
    order = list(range(len(pairs)))
    rng.shuffle(order)
    batches = []
    for start in range(0, len(order), BATCH * 40):
        chunk = sorted(order[start:start + BATCH * 40], key=lambda at: len(pairs[at]["ids"]))
        batches += [chunk[begin:begin + BATCH] for begin in range(0, len(chunk), BATCH)]
    rng.shuffle(batches)
    return batches


def to_tensors(pairs):
    width = max(len(pair["ids"]) for pair in pairs)
    ids = torch.full((len(pairs), width), PAD)
    segments = torch.zeros_like(ids)
    for row, pair in enumerate(pairs):
        length = len(pair["ids"])
        ids[row, :length] = torch.tensor(pair["ids"])
        segments[row, pair["first"]:length] = 1
    return ids, segments


def train(model, pairs):
    """The model computes in bfloat16; what is learnt is kept in float32 beside it."""
    shown = [p for p in model.parameters() if p.requires_grad]
    kept = [p.detach().clone().requires_grad_() for p in shown]
    matrices, others = [p for p in kept if p.dim() > 1], [p for p in kept if p.dim() < 2]
    optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": DECAY}, {"params": others, "weight_decay": 0.0}])
    model.bfloat16()
    rng = random.Random(SEED)
    total = EPOCHS * math.ceil(len(pairs) / BATCH)
    steps = ((at, batch) for at, batch in enumerate(b for _ in range(EPOCHS) for b in to_batches(pairs, rng)))
    for at, batch in steps:
        rows = [pairs[place] for place in batch]
        rate = RATE * min(1, (at + 1) / (WARM_UP * total)) * max(0.02, 1 - at / total)
        for group in optimizer.param_groups:
            group["lr"] = rate
        answers = torch.tensor([float(row["answers"]) for row in rows])
        weights = torch.tensor([float(row["weight"]) for row in rows])
        losses = F.binary_cross_entropy_with_logits(model(*to_tensors(rows)), answers, reduction="none")
        (losses * weights).mean().backward()
        for own, whole in zip(shown, kept):
            whole.grad, own.grad = own.grad.float(), None
        torch.nn.utils.clip_grad_norm_(kept, 1.0)
        optimizer.step()
        with torch.no_grad():
            for own, whole in zip(shown, kept):
                own.copy_(whole)
        if at % 200 == 0:
            print(f"{at}/{total} {(losses * weights).mean().item():.3f}", flush=True)
    with torch.no_grad():
        model.float()
        for own, whole in zip(shown, kept):
            own.copy_(whole)


def to_onnx(model, tensors):
    """Inputs int64 [batch, tokens]; output log_odds float32 [batch]."""
    learnt = {name: value.numpy() for name, value in model.state_dict().items()}
    nodes, constants = [], [tensors["embeddings.word"], tensors["embeddings.word.scale"]]

    def constant(name, array):
        constants.append(nh.from_array(np.ascontiguousarray(array), name))
        return name

    def node(op, inputs, outputs, domain="", **attributes):
        outputs = [outputs] if isinstance(outputs, str) else outputs
        nodes.append(h.make_node(op, inputs, outputs, name=outputs[0], domain=domain, **attributes))
        return outputs[0]

    def norm(x, source, out):
        parts = [constant(f"{out}.{kind}", learnt[f"{source}.{kind}"]) for kind in ("weight", "bias")]
        return node("LayerNormalization", [x, *parts], out, axis=-1, epsilon=EPSILON)

    def linear(x, source, out):
        weight = learnt[source + ".weight"]
        rows, columns = weight.shape
        blocks = weight.reshape(rows, -1, 32)
        scale = np.abs(blocks).max(-1) / 127
        scale[scale == 0] = 1
        constant(out + ".weight", (np.clip(np.rint(blocks / scale[..., None]), -127, 127) + 128).astype(np.uint8))
        constant(out + ".scale", scale.astype(np.float32))
        constant(out + ".bias", learnt[source + ".bias"])
        node("MatMulNBits", [x, out + ".weight", out + ".scale"], out + ".product", "com.microsoft",
             K=columns, N=rows, bits=8, block_size=32, accuracy_level=4)
        return node("Add", [out + ".product", out + ".bias"], out)

    constant("embeddings.position", learnt["position.weight"][:LONGEST])
    constant("embeddings.segment", learnt["segment.weight"])
    for name, value in (("zero", [0]), ("one", [1]), ("two", [2]), ("thirds", [HIDDEN] * 3)):
        constant(name, np.array(value, np.int64))
    node("GatherBlockQuantized", ["embeddings.word", "input_ids", "embeddings.word.scale"], "words",
         "com.microsoft", block_size=32, gather_axis=0, quantize_axis=1)
    node("Shape", ["input_ids"], "shape")
    node("Slice", ["shape", "one", "two", "zero"], "length")
    node("Slice", ["embeddings.position", "zero", "length", "zero"], "positions")
    node("Gather", ["embeddings.segment", "token_type_ids"], "segments")
    node("Add", ["words", "positions"], "placed")
    x = norm(node("Add", ["placed", "segments"], "embedded"), "norm", "hidden.0")
    node("Cast", ["attention_mask"], "key_mask", to=TP.INT32)
    for at in range(LAYERS):
        source, out = f"layers.{at}.", f"layer.{at}."
        node("Split", [linear(x, source + "qkv", out + "qkv"), "thirds"], [out + "q", out + "k", out + "v"], axis=-1)
        node("MultiHeadAttention", [out + "q", out + "k", out + "v", "", "key_mask"], out + "context",
             "com.microsoft", num_heads=HEADS)
        attended = node("Add", [linear(out + "context", source + "out", out + "out"), x], out + "attended")
        x = norm(attended, source + "attention_norm", out + "attention")
        node("Gelu", [linear(x, source + "ffn_in", out + "ffn.in")], out + "gelu")
        node("Add", [linear(out + "gelu", source + "ffn_out", out + "ffn.out"), x], out + "transformed")
        x = norm(out + "transformed", source + "ffn_norm", f"hidden.{at + 1}")
    node("Cast", ["attention_mask"], "mask", to=TP.FLOAT)
    node("Unsqueeze", ["mask", "two"], "mask3")
    node("Mul", [x, "mask3"], "masked")
    node("ReduceSum", ["masked", "one"], "sum", keepdims=0)
    node("ReduceSum", ["mask3", "one"], "count", keepdims=0)
    node("Div", ["sum", "count"], "mean")
    constant("head.weight", learnt["head.weight"].T)
    constant("head.bias", learnt["head.bias"])
    node("MatMul", ["mean", "head.weight"], "weighed")
    node("Add", ["weighed", "head.bias"], "column")
    node("Squeeze", ["column", "one"], "log_odds")
    inputs = [h.make_tensor_value_info(name, TP.INT64, ["batch", "tokens"])
              for name in ("input_ids", "attention_mask", "token_type_ids")]
    graph = h.make_graph(nodes, "cross-encoder-vi", inputs,
                         [h.make_tensor_value_info("log_odds", TP.FLOAT, ["batch"])], constants)
    return h.make_model(graph, ir_version=10, producer_name="train_cross_encoder.py",
                        opset_imports=[h.make_opsetid("", 21), h.make_opsetid("com.microsoft", 1)])


if __name__ == "__main__":
    source, out = sys.argv[1:]
    torch.manual_seed(SEED)
    pairs = [json.loads(line) for line in open(source, encoding="utf8")]
    tensors, weights = read_weights()
    model = CrossEncoder(weights)
    train(model, pairs)
    onnx.save(to_onnx(model, tensors), os.path.join(out, "cross-encoder.onnx"))
    print(f"{len(pairs)} pairs")
