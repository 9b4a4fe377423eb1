# language: id
@padi
Fitur: Koreksi dan penghapusan laporan
  PaDi tidak mengenal ubah data: laporan dihapus, lalu dikirim lagi dengan nomor yang sama.

  Latar Belakang:
    Diketahui perusahaan melaporkan transaksi dengan:
      | transaksi_id | TRX-K-1 |
      | rating       | 4       |

  @PADI-TRX-409
  Skenario: Nomor yang sama dua kali ditolak
    Ketika pesan yang sama dikirim lagi
    Maka jawabannya ditolak karena "PADI-TRX-409"
    Ketika perusahaan menampilkan daftar transaksi
    Maka daftar berisi 1 baris

  @PADI-TRX-409
  Skenario konsep: Bila mitra membaca nomor ganda secara lain
    Diketahui bacaan "PADI-R-20" adalah "<bacaan>"
    Ketika pesan yang sama dikirim lagi dengan:
      | rating | 5 |
    Maka jawabannya diterima
    Ketika perusahaan menampilkan daftar transaksi
    Maka daftar berisi <jumlah> baris
    Dan daftar berisi baris dengan:
      | rating | 5 |

    Contoh:
      | bacaan | jumlah |
      | upsert | 1      |
      | append | 2      |

  @PADI-DEL-001 @PADI-DEL-006
  Skenario: Laporan yang keliru dikoreksi
    Ketika perusahaan menghapus transaksi dengan:
      | transaksi_id | ["TRX-K-1"] |
    Maka jawabannya diterima
    Ketika perusahaan melaporkan transaksi dengan:
      | transaksi_id | TRX-K-1 |
      | rating       | 2       |
    Maka jawabannya diterima
    Ketika perusahaan menampilkan daftar transaksi
    Maka daftar tepat berisi:
      | transaksi_id | rating |
      | TRX-K-1      | 2      |

  @PADI-DEL-002 @PADI-DEL-003
  Skenario: Beberapa laporan dihapus sekaligus, yang lain tinggal
    Diketahui perusahaan melaporkan transaksi dengan:
      | transaksi_id | TRX-K-2 |
    Dan perusahaan melaporkan transaksi dengan:
      | transaksi_id | TRX-K-3 |
    Ketika perusahaan menghapus transaksi dengan:
      | transaksi_id | ["TRX-K-1", "TRX-K-3"] |
    Maka jawabannya diterima
    Ketika perusahaan menampilkan daftar transaksi
    Maka daftar tepat berisi:
      | transaksi_id |
      | TRX-K-2      |

  @PADI-DEL-005
  Skenario konsep: Penghapusan tanpa nomor ditolak dan tidak menghapus
    Ketika perusahaan menghapus transaksi dengan:
      | transaksi_id | <nomor> |
    Maka jawabannya ditolak karena "PADI-DEL-005"
    Ketika perusahaan menampilkan daftar transaksi
    Maka daftar berisi 1 baris

    Contoh:
      | nomor       |
      | (tidak ada) |
      | (null)      |
      | []          |
      | [7]         |
