"""Long lists in pages: which page an address asks for, and how many there are."""


def page_number(text: str) -> int:
    """A page number from an address, counted from 1; 1 for anything else."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def page_count(total: int, size: int) -> int:
    """How many pages of `size` lines hold so many; an empty list has one."""
    return max(1, -(-total // size))
