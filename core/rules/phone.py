"""Phone numbers: read as a Swede writes them, kept in E.164, shown with spaces."""

import phonenumbers

COUNTRY = "SE"


def e164(text: str, country: str = COUNTRY) -> str | None:
    """ "031-555 01 40" → "+46315550140"; None when it cannot be a phone number."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(number: str, country: str = COUNTRY) -> str:
    """ "+46315550140" → "031-555 01 40"; foreign numbers keep their country code; anything else stays as it is."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return number
    if not phonenumbers.is_possible_number(parsed):
        return number
    own = phonenumbers.region_code_for_country_code(parsed.country_code or 0) == country
    form = phonenumbers.PhoneNumberFormat.NATIONAL if own else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def can_text(number: str, country: str = COUNTRY) -> bool:
    """True for a number that an SMS can reach: a mobile, or one of a country that does not tell them apart."""
    try:
        parsed = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return False
    kinds = phonenumbers.PhoneNumberType
    return phonenumbers.number_type(parsed) in (kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE)
