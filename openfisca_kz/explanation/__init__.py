"""Explains results: the steps they rest on, what decides each in the law, what was assumed, how sure it is.

`explain` gives plain data (numbers, texts, lists, dictionaries) with these keys; texts are in one language:

- `families`: `record`, `members` with their roles, `applications` with the day and the months whose income counts.
- `results`: what was asked for, in its order: `id` of the step or input, `entity`, `record`, `variable`, `period`,
  `label`, `value`, `text` (the value as a reader sees it), `unit`.
- `incomes`: what each person received of a kind: `amounts` by month, `amount`, `counts` (null: a rule of its own takes
  it up), the `fact` that it depends on, the figures that it is `decided_by`, the `steps` that read it.
- `steps`: every calculated value once, those that others use first, as results, with
  - `provisions`: `citation`, `text`, `summary`, `worded_by` (the act of the wording of the day), `href`, `grade`;
  - `parameters`, figures that were read and can decide: `name`, `label`, `value`, `text`, `unit`, `day` as of which it
    was read, `since`, `origin`, `act`, `provision`, `summary`, `href`, `grade`, `note`, `interpretation` (the
    description of a reading), `decides` (false for another basis of the poverty line);
  - `lists`: those of incomes that were run over, of which only the items of stated incomes are among the parameters;
  - `uses`: ids of steps and inputs; `parts` of a sum: `amount`, `label`, `record`, `id`; `arithmetic` in numbers;
  - `shown`: belongs to the short version; `beside`: no result rests on it, it answers what a reader asks next.
- `inputs`: statements that were read; `not_read`: statements that were not, and change none of these results.
- `assumed`: inputs that rules looked at or asked for and that a record does not state: `variable`, `label`, `kind`
  (`assumptions.KINDS`, those first on which most hangs), `entity`, `records`, `periods` (none for what holds for
  ever), `value`, `text`, `read` (a rule looked at the value itself).
- `grades`: the `worst` evidence grade, what is `unverified` (not of grade A), the `interpretations` read with the
  reading chosen, each with `shown` (the short version needs it), and `remarks`.

`as_text` makes a readable page of it.

Ids are `entity/record/variable/period`. Each family is calculated alone, so that what was read is its own.
"""

from openfisca_kz.explanation.explaining import explain as explain
from openfisca_kz.explanation.text import as_text as as_text
