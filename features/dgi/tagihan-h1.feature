# language: id
@dgi
Fitur: Tagihan H1 dikirim ke main dealer (inv1)
  Dealer mengirim tanda jadi, uang muka, dan pelunasan sebuah SPK.

  Latar Belakang:
    Diketahui dealer "99101" sudah masuk

  @DGI-INV1-100 @DGI-ADD-005 @DGI-ADD-006 @DGI-ADD-010 @DGI-ADD-011
  Skenario: Tagihan yang benar diterima dan terbaca
    Ketika grup dealer mengirim tagihan H1 dengan:
      | idInvoice | TJ-QA-1                |
      | amount    | 750000                 |
      | status    | 1                      |
      | note      | Tanda jadi, dibayar QA |
    Maka jawabannya diterima
    Dan kolom "data" kosong
    Dan kolom "message.confirmation" terisi
    Ketika grup dealer membaca tagihan H1
    Maka bentuk jawaban sesuai kontrak
    Dan daftar berisi baris dengan:
      | idInvoice | TJ-QA-1                |
      | amount    | 750000                 |
      | status    | 1                      |
      | note      | Tanda jadi, dibayar QA |

  @DGI-INV1-010 @DGI-INV1-100 @DGI-INV1-401 @DGI-INV1-402 @DGI-ADD-013
  Skenario: SPK baru ditagih oleh dealernya
    Diketahui proses "dealing" dimulai di dealer "99101"
    Dan proses "dealing" berlanjut dengan "order"
    Ketika grup dealer mengirim tagihan H1 dengan:
      | idInvoice  | TJ-QA-2   |
      | idSPK      | {spk}     |
      | idCustomer | {dealing} |
    Maka jawabannya diterima
    Ketika grup dealer membaca tagihan H1 dengan:
      | idSPK | {spk} |
    Maka daftar tepat berisi:
      | idInvoice | idCustomer |
      | TJ-QA-2   | {dealing}  |

  @DGI-ADD-002 @DGI-ADD-007 @DGI-INV1-009
  Skenario: Tagihan yang dikirim lagi diperbarui, bukan digandakan
    Ketika grup dealer mengirim tagihan H1 dengan:
      | idInvoice | TJ-QA-3 |
      | status    | 1       |
    Dan pesan yang sama dikirim lagi
    Maka jawabannya diterima
    Ketika pesan yang sama dikirim lagi dengan:
      | status | 4 |
    Maka jawabannya diterima
    Ketika grup dealer membaca tagihan H1
    Maka daftar berisi baris dengan:
      | idInvoice | TJ-QA-3 |
      | status    | 4       |
    Dan daftar tidak berisi baris dengan:
      | idInvoice | TJ-QA-3 |
      | status    | 1       |

  @DGI-INV1-108 @DGI-INV1-110 @DGI-INV1-111 @DGI-INV1-204
  Skenario konsep: Kolom bebas boleh kosong, jumlah boleh berupa teks angka
    Ketika grup dealer mengirim tagihan H1 dengan:
      | <kolom> | <isi> |
    Maka jawabannya diterima

    Contoh:
      | kolom        | isi         |
      | note         | (tidak ada) |
      | createdTime  | (tidak ada) |
      | modifiedTime | (tidak ada) |
      | amount       | "500000"    |

  Skenario konsep: Tagihan yang salah ditolak
    Ketika grup dealer mengirim tagihan H1 dengan:
      | <kolom> | <isi> |
    Maka jawabannya ditolak hanya karena "<aturan>"

    @DGI-INV1-101 @DGI-INV1-102 @DGI-INV1-103 @DGI-INV1-104 @DGI-INV1-109 @DGI-ADD-003
    Contoh: Kolom wajib
      | kolom      | isi         | aturan       |
      | idInvoice  | (tidak ada) | DGI-INV1-101 |
      | idSPK      | (null)      | DGI-INV1-102 |
      | idCustomer | (tidak ada) | DGI-INV1-103 |
      | amount     | (null)      | DGI-INV1-104 |
      | dealerId   | (tidak ada) | DGI-INV1-109 |
      | idInvoice  | (kosong)    | DGI-ADD-003  |

    @DGI-INV1-204 @DGI-INV1-210 @DGI-INV1-301 @DGI-INV1-308 @DGI-INV1-505 @DGI-INV1-506 @DGI-INV1-507
    Contoh: Bentuk, panjang, dan kode
      | kolom          | isi            | aturan       |
      | amount         | lima ratus     | DGI-INV1-204 |
      | createdTime    | 2026-11-23     | DGI-INV1-210 |
      | idInvoice      | (31 karakter)  | DGI-INV1-301 |
      | note           | (201 karakter) | DGI-INV1-308 |
      | tipePembayaran | 3              | DGI-INV1-505 |
      | caraBayar      | 9              | DGI-INV1-506 |
      | status         | 5              | DGI-INV1-507 |

    @DGI-INV1-401 @DGI-INV1-402 @DGI-INV1-403
    Contoh: Rujukan ke SPK
      | kolom      | isi           | aturan       |
      | idSPK      | SPK-TIDAK-ADA | DGI-INV1-401 |
      | idCustomer | PSP-TIDAK-ADA | DGI-INV1-402 |
      | dealerId   | 99102         | DGI-INV1-403 |

  @DGI-ADD-001 @DGI-INV1-507
  Skenario: Tagihan yang ditolak tidak tersimpan
    Ketika grup dealer mengirim tagihan H1 dengan:
      | idInvoice | TJ-QA-4 |
      | status    | 5       |
    Maka jawabannya ditolak
    Ketika grup dealer membaca tagihan H1
    Maka daftar tidak berisi baris dengan:
      | idInvoice | TJ-QA-4 |

  @DGI-AUTH-021 @DGI-AUTH-022
  Skenario: Grup tanpa hak kirim hanya boleh membaca
    Diketahui dealer "99301" sudah masuk
    Dan proses "dealing" dimulai di dealer "99301"
    Dan proses "dealing" berlanjut dengan "order"
    Ketika grup dealer membaca tagihan H1
    Maka jawabannya diterima
    Ketika grup dealer mengirim tagihan H1 dengan:
      | idSPK      | {spk}     |
      | idCustomer | {dealing} |
    Maka jawabannya ditolak hanya karena "DGI-AUTH-021"

  @DGI-ADD-008 @DGI-ADD-009
  Skenario: Grup lain tidak dapat menimpa tagihan
    Ketika grup dealer mengirim tagihan H1 dengan:
      | idInvoice | TJ-QA-5 |
      | note      | asli    |
    Maka jawabannya diterima
    Diketahui dealer "99201" sudah masuk
    Ketika pesan yang sama dikirim lagi dengan:
      | note | ditimpa |
    Maka jawabannya ditolak
    Diketahui dealer "99101" sudah masuk
    Ketika grup dealer membaca tagihan H1
    Maka daftar berisi baris dengan:
      | idInvoice | TJ-QA-5 |
      | note      | asli    |
