# language: id
Fitur: Setiap langkah katalog, sekali
  Katalog mengambil contohnya dari sini, sehingga setiap contoh pasti berjalan.

  Skenario: Dunia
    Diketahui dunia simulator masih baru
    Dan bacaan "TPOS-R-033" adalah "reject"
    Dan "outlets" "KTK000077" sudah ada
    Dan "satker" "99001" sudah ada dengan:
      | id_satker | 99001 |
    Dan "PO-7" diingat sebagai "nomor"
    Ketika outlet mengirim pesanan dengan:
      | noPo | {nomor} |
    Maka jawabannya diterima
    Dan "satker" "99001" tersimpan
    Dan "umkm" "123" tersimpan dengan:
      | nama_umkm | PT. Damai Sejahtera |
    Dan simulator dipanggil 1 kali untuk "pesanan"

  Skenario: Main dealer
    Diketahui main dealer adalah "trio"
    Ketika grup dealer membaca prospek
    Maka jawabannya diterima

  Skenario: Siapa yang berbicara
    Diketahui outlet "KTK000002" sudah masuk
    Ketika outlet menanyakan part
    Maka pesan diterima
    Diketahui outlet sudah masuk
    Dan grup dealer nomor 2 sudah masuk
    Ketika dealer "99201" membaca prospek
    Maka daftar berisi 1 baris
    Diketahui belum ada yang masuk
    Ketika outlet menanyakan part
    Maka jawabannya ditolak
    Diketahui kuncinya salah
    Ketika perusahaan menampilkan daftar UMKM
    Maka pesan ditolak
    Diketahui kredensial dirusak seperti "old-time"
    Ketika grup dealer membaca prospek
    Maka pesan ditolak karena "DGI-AUTH-009"

  Skenario: Pesan
    Ketika outlet mengirim pesanan
    Dan outlet mengirim pesanan dengan:
      | kolom        | isi  |
      | No. PO       | PO-8 |
      | items[2].qty | 7    |
    Maka jawabannya diterima
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-defect"
    Maka jawabannya diterima
    Ketika outlet mengajukan klaim part seperti contoh "parts-claim-excess" dengan:
      | notes | Lebih dua |
    Maka jawabannya diterima
    Ketika outlet menanyakan status pesanan hanya dengan:
      | outletCode | KTK000001 |
      | noPo       | PO-8      |
      | tipeOrder  | 1         |
    Maka jawabannya diterima
    Ketika operasi "inquiry part" dipanggil
    Dan operasi "inquireParts" dipanggil dengan contoh yang diubah berikut:
      | noParts[1] | 9KT01A0001 |
    Maka jawabannya diterima
    Ketika operasi "inquireParts" dipanggil dengan isi:
      """
      {"outletCode": "KTK000001"
      """
    Maka jawabannya ditolak
    Ketika operasi "inquireParts" dipanggil dengan metode "PUT"
    Maka jawabannya ditolak
    Ketika operasi "inquireParts" dipanggil dengan header:
      | Content-Type | text/plain  |
      | Accept       | (tidak ada) |
    Maka jawabannya ditolak

  Skenario: Pesan yang disiapkan baris demi baris
    Diketahui sebuah "pesanan" dengan:
      | noPo | PO-9 |
    Dan baris "items" adalah:
      | noMaterial | qty |
      | 9KT01A0001 | 3   |
      | 9KT01A0002 | 4   |
    Ketika outlet mengirimnya
    Maka jawabannya diterima
    Ketika pesan yang sama dikirim lagi
    Maka jawabannya diterima
    Dan jawabannya sama seperti sebelumnya
    Ketika pesan yang sama dikirim lagi dengan:
      | items[1].qty | 9 |
    Maka jawabannya ditolak
    Ketika outlet mengirim pesanan dengan:
      | Tipe PO | 4 |
    Maka jawabannya ditolak karena "TPOS-PO-102"

  Skenario: Jawaban dan kolomnya
    Ketika outlet mengirim pesanan dengan:
      | noPo | PO-10 |
    Maka jawabannya berstatus 200
    Dan bentuk jawaban sesuai kontrak
    Dan jawabannya berbunyi "po-10"
    Dan header "content-type" adalah "application/json"
    Dan kolom "noPo" adalah "PO-10"
    Dan kolom "noPo" berisi "PO-10"
    Dan kolom "noPo" bukan "PO-11"
    Dan kolom "noPo" terisi
    Dan kolom "noPo" diingat sebagai "pesanan"
    Dan jawabannya berisi:
      | noPo       | {pesanan} |
      | outletCode | KTK000001 |
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT01A0001"] |
    Maka kolom "hargaRetail" paling sedikit "1000"
    Dan kolom "Harga Retail" paling banyak "9999999"
    Dan kolom "substitusiPnoNew" kosong

  Skenario: Daftar
    Ketika outlet menanyakan part dengan:
      | noParts | ["9KT01A0001", "9KT01A0002"] |
    Maka daftar berisi 2 baris
    Dan jawabannya berisi 2 baris
    Dan daftar berisi paling sedikit 1 baris
    Dan daftar berisi baris dengan:
      | noPart | 9KT01A0001 |
    Dan daftar tidak berisi baris dengan:
      | noPart | 9KT01A0009 |
    Dan daftar berisi baris-baris:
      | No. Part   | onHand    |
      | 9KT01A0002 |           |
      | 9KT01A0001 | Available |
    Dan daftar tepat berisi:
      | noPart     |
      | 9KT01A0001 |
      | 9KT01A0002 |
    Ketika outlet mengirim pesanan dengan:
      | noPo | PO-12 |
    Dan outlet menanyakan status pesanan hanya dengan:
      | outletCode | KTK000001 |
      | noPo       | PO-12     |
      | tipeOrder  | 1         |
    Maka jumlah "qtyPo" adalah "7"
    Ketika outlet menanyakan status pesanan hanya dengan:
      | outletCode | KTK000001 |
      | noPo       | PO-X      |
      | tipeOrder  | 1         |
    Maka daftar kosong

  Skenario: Jam dan feed
    Diketahui jam berhenti pada "2026-12-01 07:30"
    Ketika outlet mengirim pesanan dengan:
      | noPo      | PO-13      |
      | tanggalPo | (hari ini) |
    Dan 10 menit berlalu
    Dan 1 hari berlalu
    Dan jam menunjukkan pukul "14:00" berikutnya
    Maka feed "goods-receipt" berisi baris dengan:
      | noPo       | PO-13      |
      | noMaterial | 9KT01A0001 |
    Dan feed "tpos.goods-receipt" tidak berisi baris dengan:
      | noPo | PO-14 |
    Dan feed "credit-advice" berisi 2 baris
    Dan berkas feed "goods-receipt" benar
    Dan berkas feed "goods-receipt" memuat baris dengan:
      | No. PO | PO-13 |

  Skenario: Mitra bertindak
    Ketika TAM melakukan "schedule" dengan:
      | minutes | 1 |
    Dan TAM melakukan "replenish" dengan:
      | noPart | 9KT01A0002 |
      | qty    | 20         |
    Dan outlet mengirim pesanan dengan:
      | noPo | PO-15 |
    Maka tampilan "tpos/agenda" berisi baris dengan:
      | order | KTK000001/{noPo} |
    Ketika TAM melakukan "schedule"

  Skenario: Proses di dealer
    Ketika proses "dealing" dimulai di dealer "99101"
    Dan proses "dealing" berlanjut
    Dan proses "dealing" berlanjut dengan "order"
    Diketahui proses "inbound-unit" dimulai di dealer "99101" dengan:
      | kodeTipeUnit | AB1 |
    Ketika proses "dealing" dimulai di dealer "99102" dengan:
      | namaLengkap | Contoh Kenanga |
    Dan proses "dealing" berlanjut dengan "order" di mana:
      | payment | credit |
    Dan grup dealer membaca SPK hanya dengan:
      | fromTime | (sekarang -1 hari) |
      | dealerId | 99102              |
    Maka daftar berisi baris dengan:
      | idSpk | {spk} |

  @faults
  Skenario: Gangguan yang disengaja
    Diketahui 2 panggilan berikutnya untuk "klaim part" dijawab 503
    Ketika outlet mengajukan klaim part
    Maka jawabannya berstatus 503
    Ketika pesan yang sama dikirim lagi
    Dan pesan yang sama dikirim lagi
    Maka jawabannya diterima
    Diketahui 1 panggilan berikutnya untuk "inquiry part" ditolak
    Ketika outlet menanyakan part
    Maka jawabannya ditolak
    Diketahui 1 panggilan berikutnya untuk "pesanan" ditolak karena "TPOS-PO-102"
    Ketika outlet mengirim pesanan
    Maka jawabannya ditolak karena "TPOS-PO-102"
    Diketahui 1 panggilan berikutnya untuk "inquiry part" gagal sebagai "truncate" dengan:
      | bytes | 10 |
    Ketika outlet menanyakan part
    Maka tidak ada jawaban
    Diketahui 1 panggilan berikutnya untuk "daftar UMKM" gagal sebagai "reset"
    Ketika perusahaan menampilkan daftar UMKM
    Maka tidak ada jawaban
    Diketahui 3 panggilan berikutnya untuk "daftar UMKM" dijawab 500
    Dan semuanya berjalan lagi
    Ketika perusahaan menampilkan daftar UMKM
    Maka jawabannya diterima
    Diketahui 1 kiriman berikutnya dari feed "goods-receipt" datang sebagai "duplicate-batch"
    Ketika outlet mengirim pesanan dengan:
      | noPo | PO-16 |
    Dan 2 hari berlalu
    Maka feed "goods-receipt" berisi baris dengan:
      | noPo | PO-16 |

  Skenario: Seluruh klien dinilai
    Diketahui dunianya adalah "tim-c"
    Dan dunia simulator masih baru
    Ketika perusahaan mendaftarkan UMKM
    Dan perusahaan menampilkan daftar UMKM
    Maka klien sesuai kontrak
    Dan klien sesuai kontrak dalam skenario "vendors"

  Skenario: Implementasi diverifikasi untuk satu persyaratan
    Maka implementasi mematuhi persyaratan "PADI-TRX-001"

  Skenario: Klien dinilai
    Diketahui dunianya adalah "tim-b"
    Dan dunia simulator masih baru
    Ketika perusahaan menampilkan daftar UMKM
    Maka simulator tidak menemukan kesalahan pada panggilan mana pun
    Ketika perusahaan melaporkan transaksi dengan:
      | transaksi_id | (tidak ada) |
    Maka klien melanggar "PADI-TRX-002"
    Dan klien mematuhi "PADI-TRX-001"

  Skenario: Yang lain pada main dealer DGI
    Diketahui main dealer adalah "sinsen"
    Dan main dealer menyediakan tambahan "crm"
    Dan kunci dikirim sebagai "CRM-API-Key" dan token sebagai "CRM-API-Token"
    Ketika dealer melaporkan status lead
    Dan pesan yang sama dikirim lagi 2 kali
    Maka simulator dipanggil 3 kali untuk "status lead"
    Diketahui main dealer adalah "tdm"
    Ketika grup dealer membaca prospek
    Maka jawabannya ditolak
    Diketahui kunci dikirim sebagai "DGI-API-Key" dan token sebagai "DGI-API-Token"
    Dan token dirangkai dengan titik dua
    Ketika grup dealer membaca prospek
    Maka jawabannya diterima
    Ketika grup dealer membaca prospek dengan:
      | fromTime | (tidak ada) |
    Maka jawabannya ditolak hanya karena "DGI-WIN-001"
