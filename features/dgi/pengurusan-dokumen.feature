# language: id
@dgi
Fitur: Faktur, STNK, BPKB, dan plat nomor
  Surat-surat sebuah motor diurus biro jasa; grup dealer membaca sampai di mana pengurusannya.

  Latar Belakang:
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan dealer "99101" sudah masuk
    Dan proses "inbound-unit" dimulai di dealer "99101" dengan:
      | kodeTipeUnit | AB1 |
      | kodeWarna    | BK  |
    Dan proses "inbound-unit" berlanjut dengan "ship-units"
    Dan proses "inbound-unit" berlanjut dengan "receive-units"
    Dan proses "dealing" dimulai di dealer "99101" dengan:
      | namaLengkap | Contoh Dahlia |
    Dan proses "dealing" berlanjut dengan "order" di mana:
      | payment      | cash |
      | kodeTipeUnit | AB1  |
      | kodeWarna    | BK   |
    Dan proses "dealing" berlanjut dengan "booking-fee"
    Dan proses "dealing" berlanjut dengan "settlement"
    Dan proses "dealing" berlanjut dengan "payment"
    Dan proses "dealing" berlanjut dengan "outgoing-shipment"
    Dan proses "dealing" berlanjut dengan "delivery-note"
    Dan proses "dealing" berlanjut dengan "deliver"
    Dan proses "document-handling" dimulai di dealer "99101"

  @DGI-DOCH-020
  Skenario: Selama faktur diurus main dealer, dokumen belum terbaca
    Ketika grup dealer membaca pengurusan dokumen dengan:
      | idSPK | {spk} |
    Maka daftar kosong
    Ketika proses "document-handling" berlanjut dengan "receive-faktur"
    Dan grup dealer membaca pengurusan dokumen dengan:
      | idSPK | {spk} |
    Maka daftar kosong
    Ketika proses "document-handling" berlanjut dengan "hand-to-agent"
    Dan grup dealer membaca pengurusan dokumen dengan:
      | idSPK | {spk} |
    Maka daftar tepat berisi:
      | idSO   | idSPK | unit[1].statusFakturSTNK | unit[1].tanggalPengajuanSTNKKeBiro |
      | {doch} | {spk} | 2                        | (hari ini)                         |

  @DGI-DOCH-007 @DGI-DOCH-010 @DGI-DOCH-021 @DGI-WIN-010
  Skenario: Dari biro jasa sampai plat nomor di tangan pelanggan
    Ketika proses "document-handling" berlanjut dengan "receive-faktur"
    Dan proses "document-handling" berlanjut dengan "hand-to-agent"
    Dan 3 hari berlalu
    Dan proses "document-handling" berlanjut dengan "stnk-from-agent"
    Dan grup dealer membaca pengurusan dokumen dengan:
      | idSPK | {spk} |
    Maka kolom "unit[1].statusFakturSTNK" adalah "3"
    Dan kolom "unit[1].nomorSTNK" terisi
    Dan kolom "unit[1].tanggalPenerimaanSTNKDariBiro" adalah "(hari ini)"
    Dan kolom "unit[1].namaPenerimaSTNK" kosong
    Ketika proses "document-handling" berlanjut dengan "stnk-to-customer" di mana:
      | namaPenerima | Contoh Dahlia |
    Dan grup dealer membaca pengurusan dokumen dengan:
      | idSPK | {spk} |
    Maka kolom "unit[1].statusFakturSTNK" adalah "4"
    Dan kolom "unit[1].namaPenerimaSTNK" adalah "Contoh Dahlia"
    Dan kolom "unit[1].namaPenerimaBPKB" kosong
    Ketika proses "document-handling" berlanjut dengan "bpkb-from-agent"
    Dan grup dealer membaca pengurusan dokumen dengan:
      | idSPK | {spk} |
    Maka kolom "unit[1].statusFakturSTNK" adalah "5"
    Dan kolom "unit[1].nomorBPKB" terisi
    Ketika proses "document-handling" berlanjut dengan "bpkb-to-customer" di mana:
      | namaPenerima | Contoh Seruni |
    Dan grup dealer membaca pengurusan dokumen dengan:
      | idSPK | {spk} |
    Maka kolom "unit[1].statusFakturSTNK" adalah "6"
    Dan kolom "unit[1].namaPenerimaBPKB" adalah "Contoh Seruni"
    Dan kolom "unit[1].namaPenerimaSTNK" adalah "Contoh Dahlia"
    Ketika proses "document-handling" berlanjut dengan "plate-from-agent"
    Dan grup dealer membaca pengurusan dokumen dengan:
      | idSPK | {spk} |
    Maka kolom "unit[1].statusFakturSTNK" adalah "7"
    Dan kolom "unit[1].platNomor" terisi
    Ketika proses "document-handling" berlanjut dengan "plate-to-customer"
    Dan grup dealer membaca pengurusan dokumen dengan:
      | idSPK | {spk} |
    Maka kolom "unit[1].statusFakturSTNK" adalah "8"
    Dan bentuk jawaban sesuai kontrak

  @DGI-DOCH-012 @DGI-DOCH-011
  Skenario: Dokumen dicari dengan pelanggannya, walaupun baris tidak menampilkannya
    Diketahui proses "document-handling" berlanjut dengan "receive-faktur"
    Dan proses "document-handling" berlanjut dengan "hand-to-agent"
    Ketika grup dealer membaca BAST dengan:
      | idSPK | {spk} |
    Maka kolom "detail[1].idCustomer" diingat sebagai "pelanggan"
    Ketika grup dealer membaca pengurusan dokumen dengan:
      | idCustomer | {pelanggan} |
    Maka daftar tepat berisi:
      | idSPK |
      | {spk} |
    Ketika grup dealer membaca pengurusan dokumen dengan:
      | idCustomer | CUS-TIDAK-ADA |
    Maka daftar kosong
