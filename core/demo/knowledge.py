"""The firm's knowledge: published checklists, instructions as PDF, and exploded views with their articles."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from core.demo.cast import Cast
from core.demo.drawing import diagram, photo
from core.demo.maker import Maker, source
from core.documents.paper import Letterhead, Paper
from core.model.attachment import Attachment
from core.model.knowledge import ChecklistTemplate, ChecklistVersion, Diagram, DiagramHotspot, Document
from core.rules.checklist import Element, read_elements, write_elements

_VERSION_EVERY = timedelta(days=75)


def make_checklists(maker: Maker, cast: Cast) -> None:
    for described in source("checklists"):
        key, number = described["key"], described["version"]
        template, version = maker.new_id(), maker.new_id()
        elements = _steps(maker, cast, template, described["elements"])
        cast.checklists[key], cast.versions[key] = template, version
        maker.add(
            ChecklistTemplate, id=template, name=described["name"], description=described["description"],
            state="published", minutes=described["minutes"], published_version_id=version,
            binding={
                "item_ids": [cast.models[model].id for model in described.get("models", ())],
                "categories": described.get("categories", []), "call_kinds": described["call_kinds"],
            },
        )
        for older in range(1, number + 1):
            # Earlier versions had fewer steps: the list has grown.
            kept = elements if older == number else elements[: max(2, len(elements) - 2 * (number - older))]
            maker.add(
                ChecklistVersion, id=version if older == number else maker.new_id(), template_id=template, number=older,
                state="published", elements=write_elements(kept), published_by_id=cast.mara,
                published_at=maker.now - _VERSION_EVERY * (number - older) - timedelta(days=58),
            )


def _steps(maker: Maker, cast: Cast, template: str, described: list[dict[str, Any]]) -> tuple[Element, ...]:
    """The steps with the ids of what they show and want: `paper`, `diagram` with `spot`, `article`, `example`."""
    steps = []
    for step in described:
        shown = {}
        if "paper" in step:
            shown["paper_id"] = cast.papers[step["paper"]]
        if "diagram" in step:
            shown["diagram_id"] = cast.papers[step["diagram"]]
            shown["hotspot_id"] = cast.papers[f"{step['diagram']} {step['spot']}"]
        if "article" in step:
            shown["item_id"] = cast.articles[step["article"]].id
        if "example" in step:
            content = photo(step["example"])[0]
            _keep(maker, cast, content, "image/jpeg", f"{step['id']}.jpg", "checklist_template", template)
            shown["image_sha256"] = maker.core.blobs.put(content)
        steps.append({**step, **shown})
    return read_elements(steps)


def make_papers(maker: Maker, cast: Cast) -> None:
    for described in source("instructions"):
        content = _paper(described)
        document = cast.papers[described["key"]] = maker.new_id()
        attachment = _keep(maker, cast, content, "application/pdf", f"{described['key']}.pdf", "document", document)
        maker.add(
            Document, id=document, title=described["title"], kind=described["kind"], language="sv",
            item_ids=[cast.models[model].id for model in described.get("models", ())],
            categories=described.get("categories", []), attachment_id=attachment,
        )
    for described in source("diagrams"):
        drawn = cast.papers[f"view-{described['key']}"] = maker.new_id()
        attachment = _keep(
            maker, cast, diagram(described["key"]), "image/png", f"{described['key']}.png", "diagram", drawn
        )
        maker.add(
            Diagram, id=drawn, title=described["title"], attachment_id=attachment,
            item_ids=[cast.models[model].id for model in described["models"]],
        )
        for position, key, x, y, quantity in described["spots"]:
            cast.papers[f"view-{described['key']} {position}"] = maker.add(
                DiagramHotspot, diagram_id=drawn, position=str(position), item_id=cast.articles[key].id, x=x, y=y,
                quantity=Decimal(quantity),
            )


def _keep(maker: Maker, cast: Cast, content: bytes, mime: str, file_name: str, kind: str, owner: str) -> str:
    return maker.add(
        Attachment, sha256=maker.core.blobs.put(content), mime=mime, size=len(content), file_name=file_name,
        object_kind=kind, object_id=owner, taken_at=maker.now - timedelta(days=120), taken_by_id=cast.mara,
        visible_to_customer=False,
    )


def _paper(described: dict[str, Any]) -> bytes:
    """An instruction on the firm's own sheet."""
    head = Letterhead(
        "Espressoteknik Väst AB", "Verkstadsgatan 3, 414 63 Göteborg",
        "Intern instruktion. Följ alltid tillverkarens anvisningar och firmans säkerhetsregler.", "E",
    )
    words = "Handbok" if described["kind"] == "manual" else "Instruktion"
    paper = Paper(head, words, described["title"], "Sida {page} av {pages}", described["title"])
    paper.y -= 22
    for title, lines in described["sections"]:
        paper.heading(title)
        for line in lines:
            paper.paragraph(line)
            paper.y -= 4
        paper.y -= 8
    return paper.bytes()
