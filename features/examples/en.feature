Feature: Every step of the catalogue, once
  The catalogue takes its examples from here, so that each of them is known to run.

  Scenario: The world
    Given the mock world is new
    And the reading "TPOS-R-033" is "reject"
    And the "outlets" "KTK000077" exists
    And the "satker" "99001" exists with:
      | id_satker | 99001 |
    And "PO-7" is remembered as "number"
    When the outlet sends a purchase order with:
      | noPo | {number} |
    Then the answer is accepted
    And the "satker" "99001" is stored
    And the "umkm" "123" is stored with:
      | nama_umkm | PT. Damai Sejahtera |
    And the mock was called 1 time for "purchase order"
    And the mock was called 0 times for "RPP"

  Scenario: A main dealer
    Given the main dealer is "trio"
    When the dealer group reads the prospects
    Then the answer is accepted

  Scenario: Who talks
    Given the outlet "KTK000002" is logged in
    When the outlet asks for parts
    Then it is accepted
    Given the outlet is logged in
    And dealer group number 2 is logged in
    When the dealer "99201" reads the prospects
    Then the list holds 1 row
    Given nobody is logged in
    When the outlet asks for parts
    Then the answer is refused
    Given the key is wrong
    When the company lists the vendors
    Then it is refused
    Given the credentials are spoilt as "old-time"
    When the dealer group reads the prospects
    Then it is refused because of "DGI-AUTH-009"

  Scenario: Messages
    When the outlet sends a purchase order
    And the outlet sends a purchase order with:
      | field           | value     |
      | No. PO          | PO-8      |
      | items[2].qty    | 7         |
    Then the answer is accepted
    When the outlet sends a parts claim like the example "parts-claim-defect"
    Then the answer is accepted
    When the outlet sends a parts claim like the example "parts-claim-excess" with:
      | notes | Two pieces more |
    Then the answer is accepted
    When the outlet asks for the order status with nothing but:
      | outletCode | KTK000001 |
      | noPo       | PO-8      |
      | tipeOrder  | 1         |
    Then the answer is accepted
    When the operation "parts inquiry" is called
    And the operation "inquireParts" is called with the example changed as follows:
      | noParts[1] | 9KT01A0001 |
    Then the answer is accepted
    When the operation "inquireParts" is called with the body:
      """
      {"outletCode": "KTK000001"
      """
    Then the answer is refused
    When the operation "inquireParts" is called with the method "PUT"
    Then the answer is refused
    When the operation "inquireParts" is called with the headers:
      | Content-Type | text/plain |
      | Accept       | (none)     |
    Then the answer is refused

  Scenario: A message that is prepared line by line
    Given a "purchase order" with:
      | noPo | PO-9 |
    And its "items" are:
      | noMaterial | qty |
      | 9KT01A0001 | 3   |
      | 9KT01A0002 | 4   |
    When the outlet sends it
    Then the answer is accepted
    When the same message is sent again
    Then the answer is accepted
    And the answer is the same as before
    When the same message is sent again with:
      | items[1].qty | 9 |
    Then the answer is refused
    Given an "RPP" with:
      | noRppDms | RPP-9 |
    When the outlet "KTK000001" sends it
    Then the answer is accepted
    When the outlet sends a purchase order with:
      | Tipe PO | 4 |
    Then the answer is refused because of "TPOS-PO-102"

  Scenario: The answer and its fields
    When the outlet sends a purchase order with:
      | noPo | PO-10 |
    Then the answer has the status 200
    And the answer has the form of the contract
    And the answer says "po-10"
    And the header "content-type" is "application/json"
    And the field "noPo" is "PO-10"
    And the field "noPo" is not "PO-11"
    And the field "noPo" is filled
    And the field "noPo" is remembered as "order"
    And the answer holds:
      | noPo       | {order}   |
      | outletCode | KTK000001 |
    When the outlet asks for parts with:
      | noParts | ["9KT01A0001"] |
    Then the field "hargaRetail" is at least "1000"
    And the field "Harga Retail" is at most "9999999"
    And the field "substitusiPnoNew" is empty

  Scenario: Lists
    When the outlet asks for parts with:
      | noParts | ["9KT01A0001", "9KT01A0002"] |
    Then the list holds 2 rows
    And the answer holds 2 rows
    And the list holds at least 1 row
    And the list holds a row with:
      | noPart | 9KT01A0001 |
    And the list holds no row with:
      | noPart | 9KT01A0009 |
    And the list holds the rows:
      | No. Part   | onHand |
      | 9KT01A0002 |        |
      | 9KT01A0001 | Available |
    And the list is exactly:
      | noPart     |
      | 9KT01A0001 |
      | 9KT01A0002 |
    When the outlet sends a purchase order with:
      | noPo | PO-12 |
    And the outlet asks for the order status with nothing but:
      | outletCode | KTK000001 |
      | noPo       | PO-12     |
      | tipeOrder  | 1         |
    Then the sum of "qtyPo" is "7"
    When the outlet asks for the order status with nothing but:
      | outletCode | KTK000001 |
      | noPo       | PO-NONE   |
      | tipeOrder  | 1         |
    Then the list is empty

  Scenario: The clock and the feeds
    Given the clock stands at "2026-12-01 07:30"
    When the outlet sends a purchase order with:
      | noPo      | PO-13   |
      | tanggalPo | (today) |
    And 10 minutes pass
    And 1 day passes
    And the clock reaches "14:00"
    Then the feed "goods-receipt" has a row with:
      | noPo       | PO-13      |
      | noMaterial | 9KT01A0001 |
    And the feed "tpos.goods-receipt" has no row with:
      | noPo | PO-14 |
    And the feed "credit-advice" has 2 rows
    And the files of the feed "goods-receipt" are right
    And the files of the feed "goods-receipt" have a row with:
      | No. PO | PO-13 |

  Scenario: The partner acts
    When TAM performs "schedule" with:
      | minutes | 1 |
    And TAM performs "replenish" with:
      | noPart | 9KT01A0002 |
      | qty    | 20         |
    And the outlet sends a purchase order with:
      | noPo | PO-15 |
    Then the view "tpos/agenda" holds a row with:
      | order | KTK000001/{noPo} |
    When TAM performs "schedule"

  Scenario: A dealer's process
    When the process "dealing" starts at the dealer "99101"
    And the process "dealing" goes on
    And the process "dealing" goes on with "order"
    Given the process "inbound-unit" starts at the dealer "99101" with:
      | kodeTipeUnit | AB1 |
    When the process "dealing" starts at the dealer "99102" with:
      | namaLengkap | Contoh Kenanga |
    And the process "dealing" goes on with "order" where:
      | payment | credit |
    And the dealer group reads the order forms with nothing but:
      | fromTime | (now -1 day) |
      | dealerId | 99102        |
    Then the list holds a row with:
      | idSpk | {spk} |

  @faults
  Scenario: What goes wrong on purpose
    Given the next 2 calls of "parts claim" answer 503
    When the outlet sends a parts claim
    Then the answer has the status 503
    When the same message is sent again
    And the same message is sent again
    Then the answer is accepted
    Given the next 1 call of "parts inquiry" is refused
    When the outlet asks for parts
    Then the answer is refused
    Given the next 1 call of "purchase order" is refused because of "TPOS-PO-102"
    When the outlet sends a purchase order
    Then the answer is refused because of "TPOS-PO-102"
    Given the next 1 call of "parts inquiry" fails as "truncate" with:
      | bytes | 10 |
    When the outlet asks for parts
    Then no answer comes
    Given the next 1 call of "vendor list" fails as "reset"
    When the company lists the vendors
    Then no answer comes
    Given the next 3 calls of "vendor list" answer 500
    And everything works again
    When the company lists the vendors
    Then the answer is accepted
    Given the next 1 batch of the feed "goods-receipt" comes as "duplicate-batch"
    When the outlet sends a purchase order with:
      | noPo | PO-16 |
    And 2 days pass
    Then the feed "goods-receipt" has a row with:
      | noPo | PO-16 |

  Scenario: A whole client is judged
    Given the world is "team-c"
    And the mock world is new
    When the company registers a vendor
    And the company lists the vendors
    Then the client is conformant
    And the client is conformant in the scenario "vendors"

  Scenario: The implementation is verified in one requirement
    Then the implementation keeps the requirement "PADI-TRX-001"

  Scenario: A client is judged
    Given the world is "team-a"
    And the mock world is new
    When the company lists the vendors
    Then the mock found nothing wrong with any call
    When the company reports a transaction with:
      | transaksi_id | (none) |
    Then the client broke "PADI-TRX-002"
    And the client kept "PADI-TRX-001"

  Scenario: What main dealers of DGI do otherwise
    Given the main dealer is "sinsen"
    And the main dealer offers the addition "crm"
    And the key is sent as "CRM-API-Key" and the token as "CRM-API-Token"
    When the dealer reports the status of a lead
    And the same message is sent again 2 times
    Then the mock was called 3 times for "status of a lead"
    Given the main dealer is "tdm"
    When the dealer group reads the prospects
    Then the answer is refused
    Given the key is sent as "DGI-API-Key" and the token as "DGI-API-Token"
    And the token is joined with colons
    When the dealer group reads the prospects
    Then the answer is accepted
    When the dealer group reads the prospects with:
      | fromTime | (none) |
    Then the answer is refused because of "DGI-WIN-001" alone
