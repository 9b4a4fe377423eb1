import re

HEAD = "# language: id\n@dgi\nFitur: Langkah DGI\n"
TOLD = {
    "another breach": (
        "Ketika grup dealer membaca prospek dengan:\n      | fromTime | (sekarang -8 hari) |",
        'Maka jawabannya ditolak hanya karena "DGI-WIN-012"',
        "didapat DGI-WIN-006",
    ),
    "other breaches beside it": (
        "Ketika grup dealer mengirim tagihan H1 dengan:\n      | status | 9 |\n      | caraBayar | 9 |",
        'Maka jawabannya ditolak hanya karena "DGI-INV1-507"',
        "didapat DGI-INV1-506, DGI-INV1-507",
    ),
    "no breach": (
        "Ketika grup dealer membaca prospek",
        'Maka jawabannya ditolak hanya karena "DGI-WIN-006"',
        "Pesan diterima.",
    ),
    "an unknown addition": (
        'Diketahui main dealer menyediakan tambahan "kredit"',
        "Ketika grup dealer membaca prospek",
        "no addition 'kredit'; known: crm, booking-service",
    ),
    "too often": (
        "Ketika grup dealer membaca prospek",
        "Ketika pesan yang sama dikirim lagi 1001 kali",
        "a message is sent again 1 to 1000 times, not 1001",
    ),
}


def test_a_step_of_dgi_tells_what_is_wrong(bdd, write):
    scenarios = [f"  Skenario: {name}\n    {first}\n    {second}\n" for name, (first, second, _) in TOLD.items()]
    write("a.feature", HEAD + "".join(scenarios))
    ran = bdd("a.feature")
    assert ran.code != 0
    parts = re.split(r"Skenario: ", " ".join(ran.out.split()))[1:]
    assert {name: told in part for part, (name, (*_, told)) in zip(parts, TOLD.items(), strict=True)} == dict.fromkeys(
        TOLD, True
    )


def test_an_addition_that_a_target_does_not_name_is_told_with_the_line_to_add(bdd, write):
    write("kontrak.toml", '[target.dgi]\nbase_url = "http://127.0.0.1:9"\n')
    write(
        "a.feature",
        f'{HEAD}  Skenario: satu\n    Diketahui main dealer menyediakan tambahan "crm"\n    Ketika main dealer mengirim leads\n',
    )
    ran = bdd("a.feature", "--config", "kontrak.toml")
    assert ran.code == 3
    assert '[target.dgi] additions = ["crm"]' in " ".join(ran.out.split())
