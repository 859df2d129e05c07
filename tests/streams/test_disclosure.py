"""Who sees what: three layers of policy, of which the last that speaks decides."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.tiers import Tier
from streams.disclosure import (
    HAS_COARSE_FORM,
    SITE_WIDE,
    Field,
    Policy,
    Rule,
    checked_policy,
    effective_policy,
)
from streams.measures import MEASURES, YEARLY, fields_of
from streams.vocabulary import Kind

Stored = dict[str, Any]
tiers = st.sampled_from(Tier)
rules = st.builds(
    lambda one, other: {"exact": int(max(one, other)), "coarse": int(min(one, other))}, tiers, tiers
)
policies: st.SearchStrategy[Stored] = st.builds(
    lambda fields, listed: {**fields, **listed},
    st.dictionaries(st.sampled_from(Field.values), rules),
    st.fixed_dictionaries({}, optional={"listed": tiers.map(int)}),
).map(checked_policy)
IN_ORDER = {None: 0, "coarse": 1, "exact": 2}


@given(policies, policies)
def test_a_band_is_never_more_secret_than_the_value(company: Stored, record: Stored) -> None:
    for rule in effective_policy(company, record).rules.values():
        assert rule.coarse <= rule.exact


@given(policies, policies, st.sampled_from(Field))
def test_a_higher_tier_never_sees_less(company: Stored, record: Stored, field: Field) -> None:
    policy = effective_policy(company, record)
    seen = [IN_ORDER[policy.precision(field, tier)] for tier in sorted(Tier)]
    assert seen == sorted(seen)
    assert seen[-1] == IN_ORDER["exact"]


@given(policies, policies, st.sampled_from([field for field in Field if field != Field.CRM]))
def test_the_record_speaks_before_the_company_and_the_company_before_the_site(
    company: Stored, record: Stored, field: Field
) -> None:
    said = record.get(field) or company.get(field)
    expected = Rule(Tier(said["exact"]), Tier(said["coarse"])) if said else SITE_WIDE[field]
    assert effective_policy(company, record).rules[field] == expected


@given(policies, policies)
def test_who_may_know_of_a_listing_is_decided_in_the_same_order(
    company: Stored, record: Stored
) -> None:
    expected = record.get("listed", company.get("listed", Tier.PUBLIC))
    assert effective_policy(company, record).listed == expected


@given(policies)
def test_what_is_stored_is_checked_to_the_same_again(policy: Stored) -> None:
    assert checked_policy(policy) == policy
    assert effective_policy(policy, {}) == effective_policy({}, policy) == effective_policy(policy)


@given(policies, policies)
def test_a_field_without_a_coarse_form_is_seen_as_it_is_or_not_at_all(
    company: Stored, record: Stored
) -> None:
    policy = effective_policy(company, record)
    for field in set(Field) - HAS_COARSE_FORM:
        assert {policy.precision(field, tier) for tier in Tier} <= {None, "exact"}


def test_the_site_is_cautious() -> None:
    policy = effective_policy()
    assert policy == Policy(SITE_WIDE, Tier.PUBLIC)
    assert set(policy.rules) == set(Field)
    everybody = {field for field in Field if policy.precision(field, Tier.PUBLIC)}
    assert not any(policy.precision(field, Tier.PUBLIC) == "exact" for field in Field)
    assert {Field.OWNER, Field.PLACE, Field.VOLUME, Field.COMPOSITION, Field.CRM} <= everybody
    assert everybody.isdisjoint({Field.TRACES, Field.HISTORY, Field.CONTACT, Field.HANDLING})
    only_us = {field for field in Field if policy.precision(field, Tier.NDA) is None}
    assert only_us == {Field.COST, Field.PROCESS}


CLOSED, BANDS = {"exact": 2, "coarse": 2}, {"exact": 2, "coarse": 0}
UNDER_NDA, OPEN = {"exact": 1, "coarse": 0}, {"exact": 0, "coarse": 0}


@pytest.mark.parametrize(
    ("company", "record", "critical"),
    [
        ({}, {"composition": CLOSED}, Rule(Tier.OWNER, Tier.OWNER)),
        ({"composition": CLOSED}, {}, Rule(Tier.OWNER, Tier.OWNER)),
        ({}, {"composition": BANDS}, Rule(Tier.OWNER, Tier.PUBLIC)),
        ({}, {"traces": CLOSED}, Rule(Tier.OWNER, Tier.PUBLIC)),
        ({}, {"composition": OPEN, "traces": OPEN}, Rule(Tier.NDA, Tier.PUBLIC)),
        ({"composition": CLOSED}, {"composition": UNDER_NDA}, Rule(Tier.NDA, Tier.PUBLIC)),
        ({"composition": CLOSED}, {"crm": UNDER_NDA}, Rule(Tier.NDA, Tier.PUBLIC)),
        ({}, {"composition": CLOSED, "crm": UNDER_NDA}, Rule(Tier.NDA, Tier.PUBLIC)),
        ({"crm": CLOSED}, {"composition": OPEN}, Rule(Tier.OWNER, Tier.OWNER)),
        ({"crm": UNDER_NDA}, {"composition": CLOSED}, Rule(Tier.OWNER, Tier.OWNER)),
    ],
)
def test_closing_the_composition_closes_what_is_calculated_from_it_until_somebody_says_otherwise(
    company: Stored, record: Stored, critical: Rule
) -> None:
    assert effective_policy(company, record).rules[Field.CRM] == critical


@given(policies, policies)
def test_critical_materials_are_never_more_open_than_a_composition_decided_on_later(
    company: Stored, record: Stored
) -> None:
    record = {field: rule for field, rule in record.items() if field != Field.CRM}
    policy = effective_policy(company, record)
    if Field.COMPOSITION in record:
        assert policy.rules[Field.CRM].exact >= policy.rules[Field.COMPOSITION].exact
        assert policy.rules[Field.CRM].coarse >= policy.rules[Field.COMPOSITION].coarse
    if Field.TRACES in record:
        assert policy.rules[Field.CRM].exact >= policy.rules[Field.TRACES].exact


@pytest.mark.parametrize(
    ("policy", "named"),
    [
        ({"volume": {"exact": 0, "coarse": 1}}, "Volume per year"),
        ({"volume": {"exact": 3}}, "volume"),
        ({"volume": {"exact": True}}, "volume"),
        ({"volume": {"exact": 1.0}}, "volume"),
        ({"volume": {"exact": "1"}}, "volume"),
        ({"volume": {"exact": None}}, "volume"),
        ({"volume": {"exact": [1]}}, "volume"),
        ({"volume": {}}, "volume"),
        ({"volume": 1}, "volume"),
        ({"recipe": {"exact": 1}}, "recipe"),
        ({"listed": -1}, "listed"),
        ({"listed": 0.0}, "listed"),
        ({"listed": None}, "listed"),
    ],
)
def test_what_is_no_policy_is_refused_by_name(policy: Stored, named: str) -> None:
    with pytest.raises(ValidationError, match=named):
        checked_policy(policy)


@pytest.mark.parametrize("sent", [None, [], "volume", 1])
def test_something_else_than_a_policy_is_refused(sent: object) -> None:
    with pytest.raises(ValidationError):
        checked_policy(sent)


def test_a_band_of_what_has_none_is_the_value() -> None:
    assert checked_policy({"process": {"exact": 1, "coarse": 0}}) == {
        "process": {"exact": 1, "coarse": 1}
    }


def test_what_is_not_said_of_the_band_is_as_of_the_value() -> None:
    assert checked_policy({"volume": {"exact": 2}}) == {"volume": {"exact": 2, "coarse": 2}}


@pytest.mark.parametrize("kind", Kind)
def test_every_quantity_of_a_kind_has_an_audience_among_its_fields(kind: Kind) -> None:
    fields = fields_of(kind)
    assert len(fields) == len(set(fields))
    assert YEARLY[kind][0] in fields
    assert {m.field for m in MEASURES.values() if kind in m.kinds} <= set(fields)


def test_every_field_belongs_to_some_kind() -> None:
    assert {field for kind in Kind for field in fields_of(kind)} == set(Field)
