"""Who may act for a company; called by every service that changes something of a company's."""

from accounts.models import Membership, User
from accounts.queries import acts_as_staff
from accounts.services import NotAllowedError
from companies.models import Company


def may_act_for(actor: User | None, company: Company) -> bool:
    """Active members may, cluster staff with the company's consent, and the system (None)."""
    if actor is None:
        return True
    if company.cluster_may_act and acts_as_staff(actor):
        return True
    members = Membership.objects.filter(user=actor, company=company, is_active=True)
    return members.exists()


def locked_company(actor: User | None, company: Company) -> Company:
    """The company as it is now, kept from others until the transaction ends.

    Consent may have been withdrawn since the caller read it, so that it is read again here.
    Raises NotAllowedError when the actor may not act for it.
    """
    current = Company.objects.select_for_update(no_key=True).get(pk=company.pk)
    if not may_act_for(actor, current):
        raise NotAllowedError
    return current
