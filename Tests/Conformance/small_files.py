"""Twelve small files, each with one thing that a reader of CSV must know, and the rows that are in them."""

TWELVE: dict[str, tuple[bytes, list[list[str]]]] = {
    "plain": (b"a,b,c\n1,2,3\n", [["a", "b", "c"], ["1", "2", "3"]]),
    "crlf": (b"a,b,c\r\n1,2,3\r\n4,5,6\r\n", [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]]),
    "comma in quotes": ("họ tên,địa chỉ\nLý A Sửu,\"Bản Nà Ỏi, xã Tân Hiệp\"\n".encode(),
                        [["họ tên", "địa chỉ"], ["Lý A Sửu", "Bản Nà Ỏi, xã Tân Hiệp"]]),
    "quotes in quotes": (b'a,b\n1,"say ""xin"" twice"\n2,""""\n', [["a", "b"], ["1", 'say "xin" twice'], ["2", '"']]),
    "newlines in quotes": (b'a,b\n"one\ntwo","\n"\n3,4\n', [["a", "b"], ["one\ntwo", "\n"], ["3", "4"]]),
    "newlines in quotes, crlf": (b'a,b\r\n"one\r\ntwo",2\r\n3,4\r\n', [["a", "b"], ["one\r\ntwo", "2"], ["3", "4"]]),
    "quotes and newlines": (b'a,b\n1,"he ""said""\n\n""no"""\n2,x\n', [["a", "b"], ["1", 'he "said"\n\n"no"'], ["2", "x"]]),
    "empty cells": (b'a,b,c\n,"",\n1,,""\n', [["a", "b", "c"], ["", "", ""], ["1", "", ""]]),
    "empty cells, crlf": (b'a,b,c\r\n"",,""\r\n2,,\r\n', [["a", "b", "c"], ["", "", ""], ["2", "", ""]]),
    "utf-8": ("tỉnh,dấu\nThừa Thiên Huế,ọẵỷ ʤ ☂ 👍🏽\n".encode(), [["tỉnh", "dấu"], ["Thừa Thiên Huế", "ọẵỷ ʤ ☂ 👍🏽"]]),
    "json": (b'key,value\n1,"{""type"": ""Point"", ""at"": [106.19, 21.27]}"\n',
             [["key", "value"], ["1", '{"type": "Point", "at": [106.19, 21.27]}']]),
    "places": ('tên,ở đâu\n"Bắc Giang","(21.2731° N, 106.1946° E)"\n"Cà Mau","9.17, 105.15"\n'.encode(),
               [["tên", "ở đâu"], ["Bắc Giang", "(21.2731° N, 106.1946° E)"], ["Cà Mau", "9.17, 105.15"]]),
}
