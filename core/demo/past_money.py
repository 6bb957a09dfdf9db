"""What finished visits cost whom: the same rules of charging and pricing as everywhere, then invoices and claims."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from core.clock import local
from core.demo.almanac import is_working_day
from core.demo.cast import Article, Cast
from core.demo.maker import Maker
from core.demo.past_call import PastCall, PastVisit
from core.model.money import Invoice, InvoiceLine, WarrantyClaim
from core.rules.charging import ChargeDecision, RecordFacts, decide
from core.rules.invoicing import UNSEEN_OPTIONS, invoice_number, number_series, ocr_reference
from core.rules.pricing import (
    ChargedRecord,
    PricedItem,
    PricedLine,
    PriceSettings,
    priced_lines,
    totals_of,
    unit_price,
)

_DISCOUNTS = {"usual": Decimal(0), "regular": Decimal(10), "public": Decimal(15)}
_OWN_PRICES = {"public": {"labour": Decimal(845), "travel": Decimal(95), "filter_bestmax": Decimal(1150)}}
_LATE_PAYER_SHARE = 0.09


@dataclass(frozen=True, slots=True)
class Record:
    """One recorded thing; `kind` is time, material or mileage."""

    id: str
    kind: str
    visit: PastVisit
    decision: ChargeDecision
    charged: ChargedRecord
    words: str
    article: Article


class Money:
    """Prices records, and numbers the invoices in the order of their dates: the series has no holes."""

    def __init__(self, maker: Maker, cast: Cast) -> None:
        self.maker, self.cast = maker, cast
        self._waiting: list[tuple[date, PastCall, list[tuple[Record, PricedLine]]]] = []
        self._numbers: dict[int, int] = {}
        self._prices = lru_cache(maxsize=None)(self._priced)

    def records(self, call: PastCall, visit: PastVisit) -> list[Record]:
        """Everything that was recorded on a visit, with who pays for it."""
        left = visit.arrived - timedelta(minutes=visit.travel)
        span = f"{_clock(visit.arrived)}–{_clock(visit.finished)}"
        way = f"{_number(visit.kilometres)} km · " if visit.kilometres else ""
        found = [
            self._record(call, visit, "time", "travel", f"Resa {way}{visit.travel} min", left, minutes=visit.travel),
            self._record(call, visit, "time", "labour", f"Arbete {span}", visit.arrived, minutes=visit.minutes),
        ]
        if visit.kilometres:
            found.append(self._record(call, visit, "mileage", "mileage", "Körning", left, quantity=visit.kilometres))
        for article, quantity in visit.parts:
            found.append(self._record(call, visit, "material", article.key, article.name, left, quantity=quantity))
        return found

    def _record(
        self, call: PastCall, visit: PastVisit, kind: str, key: str, words: str, at: datetime, **what: Any
    ) -> Record:
        article = self.cast.articles[key]
        time_kind = {"travel": "travel", "labour": "work"}.get(key, "") if kind == "time" else ""
        decision = decide(
            RecordFacts(kind, time_kind, article.kind if kind == "material" else "", fixed_travel=True),
            call.customer.coverage, call.machine.warranty, call.fault.kind, local(visit.arrived).date(),
        )
        record_id = self.maker.new_id(visit.finished)
        item = self._prices(call.customer.price_list, key)
        charged = ChargedRecord(
            kind, record_id, visit.technician.id, visit.finished, decision.option, decision.reason_key,
            decision.reason_params, time_kind=time_kind, item=item, **what,
        )
        return Record(record_id, kind, visit, decision, charged, words, article)

    def lines(self, call: PastCall, records: list[Record]) -> list[tuple[Record, PricedLine]]:
        """Of one visit, priced as its checkout and its invoice price them."""
        settings = self._settings(call.customer.price_list)
        return list(zip(records, priced_lines([one.charged for one in records], settings), strict=True))

    def _settings(self, price_list: str) -> PriceSettings:
        labour, travel, mileage = (self._prices(price_list, key) for key in ("labour", "travel", "mileage"))
        return PriceSettings(labour, travel, mileage)

    def _priced(self, price_list: str, key: str) -> PricedItem:
        article = self.cast.articles[key]
        own = _OWN_PRICES.get(price_list, {}).get(key)
        return article.at(unit_price(article.price, own, _DISCOUNTS[price_list]))

    # ---- Invoices ---------------------------------------------------------------------------------------------------

    def bill(self, call: PastCall, lines: list[tuple[Record, PricedLine]]) -> bool:
        """Keeps the call for its invoice; False when nothing is to be paid, or the day has not come yet."""
        seen = [pair for pair in lines if pair[1].charge_option not in UNSEEN_OPTIONS]
        if call.approved_at is None or not any(line.amount for _record, line in seen):
            return False
        issued = local(call.approved_at).date() + timedelta(days=self.maker.random.randint(1, 9))
        while not is_working_day(issued):
            issued += timedelta(days=1)
        if issued >= self.maker.today:
            return False
        self._waiting.append((issued, call, seen))
        return True

    def issue(self, until: date) -> None:
        """Writes the invoices dated up to and with this day."""
        ready = sorted((one for one in self._waiting if one[0] <= until), key=lambda one: (one[0], one[1].number))
        self._waiting = [one for one in self._waiting if one[0] > until]
        for issued, call, lines in ready:
            self._invoice(issued, call, lines)
        self.maker.counters |= {number_series(year): last for year, last in self._numbers.items()}

    def _invoice(self, issued: date, call: PastCall, lines: list[tuple[Record, PricedLine]]) -> None:
        maker, customer = self.maker, call.customer
        self._numbers[issued.year] = self._numbers.get(issued.year, 0) + 1
        number = invoice_number(issued.year, self._numbers[issued.year])
        sums = totals_of((line.vat_rate, line.amount) for _record, line in lines)
        due = issued + timedelta(days=customer.payment_days)
        late = maker.random.random() < _LATE_PAYER_SHARE
        paid = due + timedelta(days=maker.random.randint(8, 45) if late else maker.random.randint(-12, 3))
        about = {"number": call.number, "subject": call.subject, "machine": call.machine.name,
                 "serial": call.machine.serial}
        invoice = maker.add(
            Invoice, id=maker.new_id(maker.at("13:10", issued)), number=number, state="paid" if paid < maker.today
            else "issued", partner_id=customer.id, call_id=call.id, created_at=maker.at("13:05", issued),
            issued_on=issued, due_on=due, delivered_on=local(call.last.finished).date(), ocr=ocr_reference(number),
            net=sums.net, vat=sums.vat, rounding=sums.rounding, to_pay=sums.to_pay, seller=self.cast.seller,
            buyer={**customer.buyer, "calls": [about]},
        )
        for position, (record, line) in enumerate(lines, 1):
            maker.add(
                InvoiceLine, invoice_id=invoice, position=position, source_kind=record.kind, source_id=record.id,
                activity_id=record.visit.id, item_id=line.item_id, text=record.words, quantity=line.quantity,
                unit=line.unit, unit_price=line.unit_price, net=line.amount, vat_rate=line.vat_rate,
                charge_option=line.charge_option, charge_reason=line.reason_key,
                charge_params=dict(line.reason_params),
            )

    # ---- Warranty ---------------------------------------------------------------------------------------------------

    def claims(self, call: PastCall, lines: list[tuple[Record, PricedLine]]) -> None:
        """One claim on the supplier per line that he pays for; the older it is, the further it has come."""
        for record, line in lines:
            if line.charge_option != "warranty_supplier":
                continue
            days = (self.maker.now - record.visit.finished).days
            drawn = self.maker.random.random()
            state = (
                "open" if days < 6 else "sent" if days < 45 else "rejected" if drawn < 0.08
                else "written_off" if drawn < 0.12 else "accepted" if days < 100 or drawn < 0.2 else "credited"
            )
            self.maker.add(
                WarrantyClaim, call_id=call.id, activity_id=record.visit.id, equipment_id=call.machine.id,
                source_id=record.id, item_id=line.item_id, quantity=line.quantity, amount=line.list_amount,
                state=state, opened_at=record.visit.finished,
            )


def _clock(moment: datetime) -> str:
    return local(moment).strftime("%H:%M")


def _number(number: Decimal) -> str:
    return format(number.normalize(), "f").replace(".", ",")
