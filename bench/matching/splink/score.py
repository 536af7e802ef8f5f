"""Scores every pair of both parts with splink, and writes `scores.tsv`.

u is estimated by random sampling over the records of the tuning part, m by expectation maximisation on that part, or with `labels` from
its labelled pairs, since the engine has seen these too. Each labelled pair is scored by blocking on its id. All but `raw` prepare columns
first, as splink's guide advises: no accents, lower case, no legal form (cleanco), the domain without its host and its protocol.
"""

import json
import sys
from pathlib import Path

import pandas as pd
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
import splink.comparison_library as cl

folder, how = Path(sys.argv[1]), sys.argv[2]
FIELDS = ["name", "domain", "tax", "country", "street", "postcode", "city"]


def prepared(field, text):
    if not text:
        return None
    if how == "raw":
        return text
    from cleanco import basename
    from unidecode import unidecode

    if field == "name":
        for _ in range(2):
            text = basename(text)
        return " ".join(unidecode(text).lower().replace("-", " ").replace(".", "").replace(",", " ").split()) or None
    if field == "domain":
        text = text.lower().split("://")[-1].split("/")[0].split("@")[-1]
        return text.removeprefix("www.")
    if field == "tax":
        return "".join(c for c in text.upper() if c.isalnum())
    return unidecode(text).lower().strip()


def read(part):
    left, right = [], []
    for line in (folder / f"{part}.jsonl").read_text(encoding="utf8").splitlines():
        pair = json.loads(line)
        for side, record in ((left, pair["one"]), (right, pair["other"])):
            row = {field: prepared(field, record[field]) for field in FIELDS}
            side.append({"unique_id": pair["id"], "pair": pair["id"], "label": pair["same"], **row})
    return pd.DataFrame(left), pd.DataFrame(right)


settings = SettingsCreator(
    link_type="link_only",
    comparisons=[
        cl.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("domain").configure(term_frequency_adjustments=True),
        cl.ExactMatch("tax"),
        cl.ExactMatch("country"),
        cl.JaroWinklerAtThresholds("street", [0.92]),
        cl.ExactMatch("postcode"),
        cl.JaroWinklerAtThresholds("city", [0.92]),
    ],
    blocking_rules_to_generate_predictions=[block_on("pair")],
    retain_intermediate_calculation_columns=False,
)

tuning, test = read("tuning"), read("test")


def linker(frames, model):
    api = DuckDBAPI()
    return Linker([api.register(frame, table_name=name) for frame, name in zip(frames, ("one", "other"))], model), api


trained, api = linker(tuning, settings)
trained.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
if how == "labels":
    same = tuning[0][tuning[0]["label"]]["unique_id"]
    labels = pd.DataFrame({"source_dataset_l": "one", "unique_id_l": same, "source_dataset_r": "other", "unique_id_r": same})
    trained.training.estimate_m_from_pairwise_labels(api.register(labels, table_name="labels"))
else:
    trained.training.estimate_probability_two_random_records_match([block_on("domain"), block_on("tax")], recall=0.5)
    for rule in (block_on("name"), block_on("domain"), block_on("country", "city")):
        trained.training.estimate_parameters_using_expectation_maximisation(rule)
model = str(folder / "model.json")
trained.misc.save_model_to_json(model, overwrite=True)

with (folder / "scores.tsv").open("w", encoding="utf8") as out:
    for frames in (tuning, test):
        scored = linker(frames, model)[0].inference.predict(threshold_match_probability=None).as_pandas_dataframe()
        for one, weight in zip(scored["unique_id_l"], scored["match_weight"]):
            out.write(f"{one}\t{weight}\n")
