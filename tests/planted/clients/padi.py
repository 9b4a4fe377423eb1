"""A client of PADI: registers a vendor, reports transactions with it, reads both lists back, withdraws one."""

from __future__ import annotations

import json
from typing import Any

import httpx

from tests.planted.clients.wire import Wire

PATH = "/padi-umkm/1.2.0/padis"
VENDOR = {
    "uid": "PLANT-V-1", "nama_umkm": "CV Contoh Tanam", "alamat": "Jalan Contoh 1", "blok_no_kav": "A-1", "kode_pos": "00000",
    "kota": "Kota Contoh", "provinsi": "Provinsi Contoh", "no_telp": "0", "hp": "0", "email": "v@contoh.test",
    "kategori_usaha": "2", "jenis_kegiatan_usaha": "9", "npwp": "0", "nama_bank": "Bank Contoh", "country_bank": "ID",
    "no_rekening": "0", "nama_pemilik_rekening": "Contoh", "longitute": "0.0", "latitute": "0.0", "total_project": "0",
    "total_revenue": "0", "ontime_rate": "85%", "average_rating": "4", "nib": "0", "badan_usaha": "1",
}  # fmt: skip
TRANSACTION = {
    "tanggal_transaksi": "2022-06-27", "transaksi_id": "PLANT-1", "bumn_id": "PLANT", "nama_project": "PENGADAAN CONTOH",
    "kategori_project": "9", "total_nilai_project": "1973930", "tipe_nilai_project": "OPEX", "kategori_umkm": "2",
    "uid_umkm": "PLANT-V-1", "nama_umkm": "CV Contoh Tanam", "target_penyelesaian": "30",
    "tanggal_order_placement": "2022-06-27", "tanggal_confirmation": "2022-06-29", "tanggal_delivery": "2022-06-28",
    "tannggal_invoice": "2022-06-29", "total_cycle_time": "2", "kategori_delivery_time": "1", "rating": "4",
    "feedback": "NA", "deskripsi_project": "CONTOH", "id_satker": "14482", "is_pdn": "1", "tkdn": "70.50",
    "is_certificate": "1", "certificate_tkdn": "525/SJIND.8/TKDN/11/2019",
}  # fmt: skip


class Padi(Wire):
    """The client; `key` is its x-api-key."""

    key = ""

    def login(self, credentials: dict[str, Any]) -> None:
        """Take the key."""
        self.key = credentials["padi"]["x-api-key"]

    def run(self) -> None:
        """Everything that it does."""
        self.blunder()
        self.send("umkm", VENDOR)
        if not self.has("vendors-unread"):
            self.send("get_umkm", {"size": 10, "page": 1})
        if self.has("no-report"):
            return
        self.reports()
        self.send("delete_transaksi", {"transaksi_id": ["PLANT-9" if self.has("withdraw-unreported") else "PLANT-2"]})
        if self.other:
            self.report("PLANT-2")
            self.send("get_transaksi", {"size": 10, "page": 1})

    def blunder(self) -> None:
        """What may go wrong before the work begins."""
        if self.has("unknown-path"):
            self.http.post("/padi-umkm/1.1.0/padis", json={})
        if self.has("bare-message"):
            self.http.post(PATH, json=TRANSACTION, headers={"x-api-key": self.key})
        if self.has("no-key"):
            self.http.post(PATH, json={"get_umkm": {"size": 10, "page": 1}})
        if self.has("vendor-late"):
            self.report("PLANT-1")

    def reports(self) -> None:
        """Two transactions, and the list of them."""
        for number in ("PLANT-1", "PLANT-2", *(["PLANT-2"] if self.has("report-twice") else [])):
            self.report(number)
        for _ in range(0 if self.has("reports-unread") else 1 + self.other):
            self.send("get_transaksi", {"size": 10, "page": 1})

    def report(self, number: str) -> None:
        """Report a transaction, once or as often as it takes."""
        message = TRANSACTION | {"transaksi_id": number, "nama_project": f"PENGADAAN {number}"}
        message |= {"kategori_project": "Catering"} if self.has("category-word") else {}
        message |= {"catatan": "segera"} if self.has("strange-member") else {}
        if self.has("unchanged"):
            for _ in range(2):
                self.send("transaksi", message | {"tipe_nilai_project": "PLAN"})
        self.send("transaksi", message)

    def send(self, member: str, message: dict[str, Any]) -> Any:
        """The answer to a message."""

        def attempt(number: int) -> httpx.Response:
            changed = (
                {"transaksi_id": f"PLANT-R{number}"} if number and self.has("new-id") and member == "transaksi" else {}
            )
            body = json.dumps({member: self.ordered(message | changed)})
            headers = {"content-type": "application/json", "x-api-key": self.key}
            return self.http.post(PATH, content=body, headers=headers)

        return self.patient(attempt)
