# language: id
@tpos
Fitur: Outlet memesan part
  Dari pesanan sampai part dikirim.

  Latar Belakang:
    Diketahui outlet "KTK000001" sudah masuk

  @TPOS-PO-401
  Skenario: Pesanan yang benar diterima dan dialokasikan
    Ketika outlet mengirim pesanan dengan:
      | No. PO   | PO-QA-1 |
      | Tipe PO  | 1       |
    Maka jawabannya diterima
    Dan kolom "noPo" adalah "PO-QA-1"
    Ketika 10 menit berlalu
    Dan outlet menanyakan status pesanan hanya dengan:
      | outletCode | KTK000001 |
      | noPo       | PO-QA-1   |
      | tipeOrder  | 1         |
    Maka daftar berisi 2 baris
    Ketika 1 hari berlalu
    Dan jam menunjukkan pukul "14:00" berikutnya
    Maka feed "goods-receipt" berisi baris dengan:
      | noPo | PO-QA-1 |

  @TPOS-PO-102
  Skenario konsep: Tipe pesanan yang tidak dikenal ditolak
    Ketika outlet mengirim pesanan dengan:
      | Tipe PO | <tipe> |
    Maka jawabannya ditolak karena "TPOS-PO-102"

    Contoh:
      | tipe |
      | 0    |
      | 4    |
