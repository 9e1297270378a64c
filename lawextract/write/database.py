"""What the databases share: tables with keys, indexes and views, from the one definition of the tables."""

from __future__ import annotations

from collections.abc import Mapping

from lawextract.write.tables import Table

CODEBOOK = "codebook"
VIEWS = {
    "metric_values": """
        SELECT m.source, m.full_name, m.code, m.year, r.issuer, r.issuer_kind, r.published,
               m.metric, c.zh, c.en, c.domain, m.value, m.upper, m.unit, m.bound, m.method, m.evidence
        FROM metrics m JOIN reports r ON r.source = m.source LEFT JOIN codebook c ON c.id = m.metric""",
    "metric_evidence": """
        SELECT m.source, m.full_name, m.code, m.year, m.metric, m.value, m.unit,
               o.id AS observation, o.start, o."end", o.text, o.clause
        FROM metrics m JOIN observations o
          ON o.source = m.source AND ' ' || m.observations || ' ' LIKE '% ' || o.id || ' %'""",
    "metric_coverage": """
        SELECT c.id AS metric, c.zh, c.en, c.domain, count(m.source) AS reports,
               min(m.year) AS first_year, max(m.year) AS last_year
        FROM codebook c LEFT JOIN metrics m ON m.metric = c.id GROUP BY c.id, c.zh, c.en, c.domain""",
    "doubtful_checks": """
        SELECT r.full_name, r.code, r.year, k.* FROM checks k JOIN reports r ON r.source = k.source
        WHERE k.status = 'differs'""",
}
INDEXES: dict[str, list[tuple[str, ...]]] = {
    "reports": [("code", "year"), ("full_name",)],
    "metrics": [("metric", "year"), ("code", "year")],
    "checks": [("source",), ("status",)],
    "warnings": [("source",)],
}


def quoted(name: str) -> str:
    """*name* as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def create_table(name: str, table: Table, types: Mapping[str, str]) -> str:
    """The statement that creates *table* unless it is there."""
    parts = [f"{quoted(column.name)} {types[column.type]}" for column in table.columns]
    if table.key:
        parts.append(f"PRIMARY KEY ({', '.join(map(quoted, table.key))})")
    return f"CREATE TABLE IF NOT EXISTS {quoted(name)} ({', '.join(parts)})"


def insert(name: str, table: Table) -> str:
    """The statement that inserts a row of *table*; columns are named, since an older table may order them otherwise."""
    names = ", ".join(quoted(column.name) for column in table.columns)
    return f"INSERT INTO {quoted(name)} ({names}) VALUES ({', '.join('?' * len(table.columns))})"


def missing_columns(name: str, table: Table, present: set[str], types: Mapping[str, str]) -> list[str]:
    """The statements that give an older table the columns that came since."""
    return [
        f"ALTER TABLE {quoted(name)} ADD COLUMN {quoted(column.name)} {types[column.type]}"
        for column in table.columns
        if column.name not in present
    ]


def indexes_and_views() -> list[str]:
    """The statements that create all indexes and views anew."""
    statements = []
    for table, indexes in INDEXES.items():
        for columns in indexes:
            name = "_".join((table, *columns))
            fields = ", ".join(map(quoted, columns))
            statements.append(f"CREATE INDEX IF NOT EXISTS {quoted(name)} ON {quoted(table)} ({fields})")
    for name, query in VIEWS.items():
        statements += [f"DROP VIEW IF EXISTS {quoted(name)}", f"CREATE VIEW {quoted(name)} AS {query}"]
    return statements
