"""The espresso firm that everybody can try: people, customers, machines, two years of work, and a day under way."""

from core.demo.building import build_demo
from core.demo.firm import DemoFirm

__all__ = ["DemoFirm", "build_demo"]
