"""An agency that something is given to, with what exactly it does there."""

from typing import Annotated

from pydantic import BeforeValidator

from planbook.model.entry import Entry, Flag, Id, OneOrMany, Ref, Words


def _as_assigned(value: object) -> object:
    return [{"agency": item} if isinstance(item, str) else item for item in value] if isinstance(value, list) else value


class Assigned(Entry):
    """An agency with what it does here, if that is not all: "chủ trì triển khai cho vay".

    `requested` marks a body that the plan cannot order, only ask ("đề nghị").
    """

    agency: Annotated[Id, Ref("agency")]
    remark: Words | None = None
    requested: Flag = False


AssignedList = Annotated[
    tuple[Assigned, ...], BeforeValidator(_as_assigned, json_schema_input_type=list[Id | Assigned]), OneOrMany()
]
