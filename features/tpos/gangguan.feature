# language: id
@tpos @faults
Fitur: Gangguan jaringan dan batch
  Yang gagal dikirim lagi dengan nomor yang sama; tidak ada yang hilang dan tidak ada yang dobel.

  Latar Belakang:
    Diketahui outlet "KTK000001" sudah masuk

  @TPOS-PO-405 @TPOS-CLIENT-010 @TPOS-CLIENT-011
  Skenario: Layanan yang tidak tersedia dicoba lagi sampai pesanan diterima sekali
    Diketahui 2 panggilan berikutnya untuk "pesanan" dijawab 503
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-503 |
      | Tipe PO | 1      |
    Maka jawabannya berstatus 503
    Ketika outlet menanyakan status pesanan dengan:
      | No. PO     | PO-503 |
      | Tipe Order | 1      |
    Maka daftar kosong
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-503 |
      | Tipe PO | 1      |
    Maka jawabannya berstatus 503
    Ketika pesan yang sama dikirim lagi
    Maka jawabannya diterima
    Dan simulator dipanggil 3 kali untuk "pesanan"
    Ketika outlet menanyakan status pesanan dengan:
      | No. PO     | PO-503 |
      | Tipe Order | 1      |
    Maka jumlah "Qty PO" adalah "7"

  @TPOS-PO-405 @TPOS-CLM-405 @TPOS-RPP-405 @TPOS-FLOW-003
  Skenario konsep: Jawaban yang hilang di jalan aman dikirim ulang
    Diketahui 1 panggilan berikutnya untuk "<pesan>" gagal sebagai "reset" dengan:
      | when | after |
    Ketika operasi "<pesan>" dipanggil
    Maka tidak ada jawaban
    Ketika pesan yang sama dikirim lagi
    Maka jawabannya diterima
    Ketika pesan yang sama dikirim lagi
    Maka jawabannya sama seperti sebelumnya
    Ketika pesan yang sama dikirim lagi dengan:
      | <kolom> | <isi> |
    Maka jawabannya berstatus 409

    Contoh:
      | pesan      | kolom        | isi     |
      | pesanan    | items[1].qty | 77      |
      | klaim part | Notes        | Berbeda |
      | RPP        | Notes        | Berbeda |

  @TPOS-AUTH-008 @TPOS-CLIENT-006
  Skenario: Token yang mendadak tidak berlaku diganti dengan yang baru
    Diketahui 1 panggilan berikutnya untuk "inquiry part" gagal sebagai "stale-token"
    Ketika outlet menanyakan part
    Maka jawabannya berstatus 401
    Diketahui outlet "KTK000001" sudah masuk
    Ketika outlet menanyakan part
    Maka jawabannya diterima

  @TPOS-CLIENT-010
  Skenario konsep: Inquiry yang jawabannya terputus ditanyakan lagi
    Diketahui 1 panggilan berikutnya untuk "status pesanan" gagal sebagai "<gangguan>"
    Ketika outlet menanyakan status pesanan dengan:
      | No. PO | PO-KT-0901 |
    Maka tidak ada jawaban
    Ketika pesan yang sama dikirim lagi
    Maka daftar berisi 2 baris

    Contoh:
      | gangguan |
      | truncate |
      | reset    |

  @TPOS-PO-102
  Skenario: Yang ditolak TAM tidak berubah dengan dikirim lagi
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-TOLAK |
      | Tipe PO | 4        |
    Dan pesan yang sama dikirim lagi
    Maka jawabannya ditolak karena "TPOS-PO-102"
    Dan jawabannya sama seperti sebelumnya

  @TPOS-READER-006
  Skenario: Batch yang datang dua kali membawa baris yang sama
    Diketahui 1 kiriman berikutnya dari feed "goods-receipt" datang sebagai "duplicate-batch"
    Dan feed "goods-receipt" berisi 3 baris
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-DOBEL                                 |
      | Tipe PO | 1                                        |
      | items   | [{"noMaterial": "9KT01A0001", "qty": 5}] |
    Dan 2 hari berlalu
    Maka feed "goods-receipt" berisi 5 baris
    Dan feed "goods-receipt" berisi baris dengan:
      | No. PO       | PO-DOBEL |
      | Qty Shipment | 5        |

  @TPOS-READER-010
  Skenario: Batch ETD yang terlambat datang setelah yang berikutnya
    Diketahui jam berhenti pada "2026-11-23 08:00"
    Dan 1 kiriman berikutnya dari feed "bo-etd" datang sebagai "late-batch"
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-TELAT                                 |
      | Tipe PO | 1                                        |
      | items   | [{"noMaterial": "9KT01A0002", "qty": 5}] |
    Dan 5 menit berlalu
    Maka feed "bo-etd" berisi 0 baris
    Ketika TAM melakukan "change-etd" dengan:
      | outletCode | KTK000001      |
      | noPo       | PO-TELAT       |
      | noPart     | 9KT01A0002     |
      | etd        | 20261215 08:00 |
    Maka feed "bo-etd" berisi 2 baris
    Dan berkas feed "bo-etd" memuat baris dengan:
      | No. PO                  | PO-TELAT       |
      | ETD (khusus Back Order) | 20261215 08:00 |
