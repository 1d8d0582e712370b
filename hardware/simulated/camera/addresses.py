"""Invented people at invented streets of real places, by country."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_NAMES: dict[str, tuple[str, ...]] = {
    "US": ("Dana Whitfield", "Marcus Oyelaran", "Priya Raman", "Joel Sandoval", "Kate Lindqvist", "Tomas Reyes"),
    "BR": ("João Batista Nunes", "Márcia Conceição", "Luís Otávio Prado", "Débora Magalhães"),
    "RU": ("Ирина Соколова", "Павел Журавлёв", "Мария Ефимова", "Олег Тарасенко"),
    "ES": ("Íñigo Peña Ruiz", "Nuria Casals", "Álvaro Muñoz", "Begoña Etxeberria"),
    "NL": ("Sanne de Groot", "Pieter Hoekstra", "Fatima El Amrani"),
}
_STREETS: dict[str, tuple[str, ...]] = {
    "US": (
        "{n} Juniper Hollow Rd",
        "{n} E Larkspur Ave Apt 4B",
        "{n} Old Quarry Ln",
        "{n} Sandpiper Ct",
        "{n} W 8th St",
    ),
    "BR": ("Rua das Acácias, {n} - Apto 32", "Av. Sete Colinas, {n}", "Travessa do Ipê, {n} - Casa 2"),
    "RU": ("ул. Берёзовая, д. {n}, кв. 17", "пр-т Садовый, д. {n}, корп. 2", "ул. Заречная, д. {n}"),
    "ES": ("Calle del Olivar {n}, 3º B", "Avda. de los Almendros {n}", "Plaza del Molino {n}, bajo"),
    "NL": ("Lindelaan {n}", "Zuiderkade {n}-2", "Molenweg {n} A"),
}
_PLACES: dict[str, tuple[tuple[str, str], ...]] = {
    "US": (
        ("AUSTIN TX", "78745"),
        ("PORTLAND OR", "97211"),
        ("BROOKLYN NY", "11215"),
        ("MIAMI FL", "33155"),
        ("DENVER CO", "80220"),
        ("CHICAGO IL", "60618"),
        ("PHOENIX AZ", "85016"),
        ("BOSTON MA", "02130"),
    ),
    "BR": (("São Paulo - SP", "05424-010"), ("Curitiba - PR", "80240-041"), ("Recife - PE", "52011-050")),
    "RU": (("Москва", "115088"), ("Казань", "420111"), ("Новосибирск", "630091"), ("Санкт-Петербург", "191025")),
    "ES": (("Madrid", "28015"), ("Valencia", "46004"), ("Bilbao", "48009"), ("Sevilla", "41003")),
    "NL": (("Utrecht", "3521 AL"), ("Rotterdam", "3011 ED"), ("Groningen", "9711 LB")),
}
_COUNTRY_LINES = {
    "US": "UNITED STATES",
    "BR": "BRASIL",
    "RU": "РОССИЯ / RUSSIA",
    "ES": "ESPAÑA",
    "NL": "NEDERLAND",
}
_SENDERS: dict[str, tuple[str, ...]] = {
    "CN": ("Bright Harbor Trading Co.", "No. 18 Wujin Logistics Park", "Shenzhen, Guangdong 518103", "CHINA"),
    "SG": ("Lion Gate Fulfilment Pte", "7 Changi North Way #02-11", "SINGAPORE 498815"),
    "HK": ("Pearl Peak E-Commerce Ltd", "Unit 6, Kwai Hing Ind. Bldg", "HONG KONG"),
    "BR": ("Loja Bom Caminho Ltda", "Rua do Comércio, 411", "01035-100 São Paulo - SP", "BRASIL"),
    "RU": ("ООО «Северный склад»", "ул. Складская, д. 5", "142400 Ногинск", "РОССИЯ"),
    "ES": ("Tienda Vega del Río S.L.", "Polígono Las Eras 22", "28906 Getafe", "ESPAÑA"),
    "NL": ("Windmolen Webshop BV", "Havenstraat 90", "1511 HK Oostzaan", "NEDERLAND"),
    "US": ("Cross Dock 12 Returns", "4410 Freight Loop", "JAMAICA NY 11430"),
}


def recipient(country: str, rng: random.Random) -> tuple[tuple[str, ...], str]:
    """Address lines of someone in this country, and the postal code in them."""
    place, postal_code = rng.choice(_PLACES[country])
    street = rng.choice(_STREETS[country]).format(n=rng.randint(2, 980))
    town = f"{place} {postal_code}" if country == "US" else f"{postal_code} {place}"
    return (rng.choice(_NAMES[country]), street, town, _COUNTRY_LINES[country]), postal_code


def sender(country: str) -> tuple[str, ...]:
    """Address lines of a shop in this country."""
    return _SENDERS[country]
