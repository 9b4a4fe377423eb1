# language: id
@tpos
Fitur: Siapa yang boleh memanggil TPOS
  TAM Passport memberi token; tanpa token yang berlaku, atau untuk outlet orang lain, TPOS tidak menjawab.

  Skenario konsep: Tanpa token, atau dengan token yang salah, setiap layanan menolak
    Diketahui kredensial dirusak seperti "<cacat>"
    Ketika operasi "<layanan>" dipanggil
    Maka jawabannya berstatus 401

    @TPOS-AUTH-001 @TPOS-AUTH-015
    Contoh: Tanpa token
      | cacat         | layanan        |
      | no-credential | pesanan        |
      | no-credential | klaim part     |
      | no-credential | RPP            |
      | no-credential | inquiry part   |
      | no-credential | status pesanan |
      | no-credential | ETD            |
      | no-credential | daftar klaim   |
      | no-credential | rincian klaim  |

    @TPOS-AUTH-002 @TPOS-AUTH-004
    Contoh: Token yang salah, dan skema lain
      | cacat            | layanan      |
      | wrong-credential | pesanan      |
      | wrong-credential | inquiry part |
      | other-scheme     | inquiry part |

  @TPOS-AUTH-009
  Skenario: Pesanan yang ditolak karena token tidak meninggalkan jejak
    Diketahui kuncinya salah
    Ketika outlet "KTK000001" mengirim pesanan dengan:
      | No. PO  | PO-TANPA-TOKEN |
      | Tipe PO | 1              |
    Maka jawabannya berstatus 401
    Diketahui outlet "KTK000001" sudah masuk
    Ketika outlet menanyakan status pesanan dengan:
      | No. PO     | PO-TANPA-TOKEN |
      | Tipe Order | 1              |
    Maka daftar kosong

  @TPOS-AUTH-005 @TPOS-AUTH-006 @TPOS-AUTH-016
  Skenario: Klien menukar rahasianya dengan token yang berlaku sehari kurang sedetik
    Ketika outlet meminta token hanya dengan:
      | grant_type    | client_credentials |
      | client_id     | kontrak-dms-1      |
      | client_secret | kontrak-rahasia-1  |
    Maka jawabannya diterima
    Dan jawabannya berisi:
      | token_type | bearer |
      | expires_in | 86399  |
    Dan kolom "access_token" terisi

  @TPOS-AUTH-008 @TPOS-FLOW-043
  Skenario: Token melayani sampai habis waktunya, lalu ditolak
    Ketika outlet meminta token hanya dengan:
      | grant_type    | client_credentials |
      | client_id     | kontrak-dms-1      |
      | client_secret | kontrak-rahasia-1  |
    Maka kolom "access_token" diingat sebagai "token"
    Ketika 23 jam berlalu
    Dan operasi "inquiry part" dipanggil dengan header:
      | Content-Type  | application/json |
      | Authorization | Bearer {token}   |
    Maka jawabannya diterima
    Ketika 1 jam berlalu
    Dan operasi "inquiry part" dipanggil dengan header:
      | Content-Type  | application/json |
      | Authorization | Bearer {token}   |
    Maka jawabannya berstatus 401
    Diketahui outlet "KTK000001" sudah masuk
    Ketika outlet menanyakan part
    Maka jawabannya diterima

  @TPOS-AUTH-003
  Skenario: Nama header Authorization boleh ditulis dengan huruf kecil
    Ketika outlet meminta token hanya dengan:
      | grant_type    | client_credentials |
      | client_id     | kontrak-dms-1      |
      | client_secret | kontrak-rahasia-1  |
    Maka kolom "access_token" diingat sebagai "token"
    Diketahui belum ada yang masuk
    Ketika operasi "inquiry part" dipanggil dengan header:
      | authorization | Bearer {token} |
    Maka jawabannya diterima

  @TPOS-AUTH-016
  Skenario: Pengguna masuk dengan nama dan sandinya
    Ketika outlet meminta token hanya dengan:
      | grant_type | password        |
      | username   | bengkel-1       |
      | password   | kontrak-sandi-1 |
    Maka kolom "access_token" diingat sebagai "token"
    Ketika operasi "inquiry part" dipanggil dengan header:
      | Authorization | Bearer {token} |
    Maka jawabannya diterima

  @TPOS-AUTH-013
  Skenario: Aplikasi di luar TAM menukar kunci dan kode aplikasinya dengan token
    Ketika outlet meminta token hanya dengan:
      | grant_type       | client_credentials |
      | application_code | KTKAPP1            |
      | key              | kontrak-kunci-1    |
    Maka kolom "access_token" diingat sebagai "token"
    Ketika operasi "inquiry part" dipanggil dengan header:
      | Authorization | Bearer {token} |
    Maka jawabannya diterima

  @TPOS-AUTH-007 @TPOS-AUTH-016
  Skenario konsep: Rahasia yang salah tidak mendapat token
    Ketika outlet meminta token hanya dengan:
      | grant_type | <grant>  |
      | <siapa>    | <nama>   |
      | <bukti>    | <isi>    |
    Maka jawabannya ditolak
    Dan jawabannya berbunyi "<alasan>"

    Contoh:
      | grant              | siapa            | nama          | bukti         | isi   | alasan                 |
      | client_credentials | client_id        | kontrak-dms-1 | client_secret | salah | invalid_client         |
      | client_credentials | client_id        | bukan-siapa   | client_secret | salah | invalid_client         |
      | password           | username         | bengkel-1     | password      | salah | invalid_grant          |
      | client_credentials | application_code | KTKAPP1       | key           | salah | invalid_client         |
      | implicit           | client_id        | kontrak-dms-1 | client_secret | salah | unsupported_grant_type |

  @TPOS-AUTH-010
  Skenario konsep: Pesan untuk outlet dealer lain ditolak
    Diketahui outlet "KTK000001" sudah masuk
    Ketika outlet "CTH000001" <berbuat>
    Maka jawabannya ditolak karena "TPOS-AUTH-010"
    Dan jawabannya berstatus 403

    Contoh:
      | berbuat                  |
      | mengirim pesanan         |
      | mengajukan klaim part    |
      | mengajukan RPP           |
      | menanyakan part          |
      | menanyakan rincian klaim |

  @TPOS-AUTH-010
  Skenario: Jika disepakati demikian, inquiry untuk outlet dealer lain dijawab kosong
    Diketahui bacaan "TPOS-R-152" adalah "empty"
    Dan outlet "KTK000001" sudah masuk
    Ketika outlet "CTH000001" menanyakan part
    Maka daftar kosong

  @TPOS-AUTH-011 @TPOS-FLOW-002
  Skenario: Pesanan dan klaim dealer lain tidak pernah tampak
    Diketahui outlet "KTK000001" sudah masuk
    Ketika outlet menanyakan status pesanan dengan:
      | No. PO | PO-KT-0801 |
    Maka daftar kosong
    Ketika outlet menanyakan klaim
    Maka daftar tidak berisi baris dengan:
      | No. Dokumen DMS | CLM-KT-0801 |
    Ketika outlet menanyakan rincian klaim hanya dengan:
      | outletCode   | KTK000001   |
      | noDokumenDms | CLM-KT-0801 |
    Maka jawabannya berstatus 404
    Diketahui outlet "CTH000001" sudah masuk
    Ketika outlet menanyakan status pesanan dengan:
      | No. PO | PO-KT-0801 |
    Maka daftar berisi 1 baris

  @TPOS-AUTH-011
  Skenario: Outlet lain dari dealer yang sama mempunyai pesanannya sendiri
    Diketahui outlet "KTK000001" sudah masuk
    Ketika outlet mengirim pesanan dengan:
      | No. PO  | PO-SATU |
      | Tipe PO | 1       |
    Dan outlet "KTK000002" menanyakan status pesanan dengan:
      | No. PO     | PO-SATU |
      | Tipe Order | 1       |
    Maka daftar kosong
    Ketika outlet "KTK000001" menanyakan status pesanan dengan:
      | No. PO     | PO-SATU |
      | Tipe Order | 1       |
    Maka daftar berisi 2 baris
