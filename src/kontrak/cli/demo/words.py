"""What the tour says, in English and in Indonesian; the name of a step stands before the colon."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "login": (
        "Token: TAM Passport gives a token, which goes with every call.",
        "Token: TAM Passport memberi token, yang dikirim pada setiap panggilan.",
    ),
    "look": (
        "Stock: One of the two parts is there, the other is not.",
        "Stok: Salah satu dari dua part tersedia, yang lain tidak.",
    ),
    "order": (
        "Order: Both parts in one order. The same order again is acknowledged again, another one under its number is refused.",
        "Order: Kedua part dalam satu PO. PO yang sama dikirim lagi diterima lagi, PO lain dengan nomor sama ditolak.",
    ),
    "back_order": (
        "Back order: An order of type 1 is processed after some minutes; what is not in stock waits, for the order says Fill.",
        "Back order: PO tipe 1 diproses setelah beberapa menit; yang tidak ada stoknya menunggu, karena PO memakai Fill.",
    ),
    "expectation": (
        "ETD: TPOS writes it into a staging table and a file by itself; the inquiry says the same.",
        "ETD: TPOS menulisnya sendiri ke tabel staging dan ke berkas; inquiry memberi jawaban yang sama.",
    ),
    "shipment": (
        "Shipment: The next day's truck leaves; the packing list is in the staging table.",
        "Pengiriman: Truk hari berikutnya berangkat; packing list ada di tabel staging.",
    ),
    "claim": (
        "Claim: One piece was missing in the case; the claim carries a workbook.",
        "Klaim: Satu buah kurang di dalam case; klaim membawa lampiran Excel.",
    ),
    "judgement": (
        "Judgement: Before H+7 the claim is not judged; then the result is in the staging table and in the inquiry.",
        "Penilaian: Sebelum H+7 klaim belum dinilai; lalu hasilnya ada di tabel staging dan di inquiry.",
    ),
    "invoice": (
        "Invoice: Price less discount, times what was delivered.",
        "Invoice: Harga dikurangi diskon, dikali jumlah yang dikirim.",
    ),
    "debit": (
        "Debit advice: It collects the invoices of a day.",
        "Debit advice: Kumpulan tagihan invoice dalam satu hari.",
    ),
    "credit": (
        "Credit advice: The missing piece is given back.",
        "Credit advice: Nilai satu buah yang kurang dikembalikan.",
    ),
    "arrival": (
        "Back order filled: The scarce part came in meanwhile, and nothing waits any more.",
        "Back order terpenuhi: Part yang kosong sudah masuk, dan tidak ada lagi yang menunggu.",
    ),
    "done": (
        "All {} steps gave what they should.",
        "Semua {} langkah memberi hasil yang seharusnya.",
    ),
    "failed": (
        "Not as it should be: {}",
        "Tidak seperti seharusnya: {}",
    ),
}
