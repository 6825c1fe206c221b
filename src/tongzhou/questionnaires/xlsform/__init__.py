"""XLSForm spreadsheets → compiled definitions. Reads files only; never the database, never the network."""

from tongzhou.questionnaires.problems import FormRefused, Problem
from tongzhou.questionnaires.xlsform.compiler import Compiled, compile_form
from tongzhou.questionnaires.xlsform.elements import ElementType
from tongzhou.questionnaires.xlsform.other_files import as_xlsx

__all__ = ["Compiled", "ElementType", "FormRefused", "Problem", "as_xlsx", "compile_form"]
