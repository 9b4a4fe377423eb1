@tpos
Feature: What TPOS refuses
  Columns that the tables call mandatory, lengths and formats, and messages that are none.

  Background:
    Given the outlet "KTK000001" is logged in

  Scenario Outline: An order without a mandatory column is refused
    When the outlet sends a purchase order with:
      | <column> | <value> |
    Then the answer is refused because of "<requirement>"

    @TPOS-PO-001 @TPOS-PO-002 @TPOS-PO-003 @TPOS-PO-005 @TPOS-PO-006 @TPOS-PO-007 @TPOS-PO-008 @TPOS-PO-009 @TPOS-PO-010
    Examples: Mandatory
      | column              | value  | requirement |
      | Outlet Code         | (none) | TPOS-PO-001 |
      | Tipe PO             | (none) | TPOS-PO-002 |
      | Referensi PO        | (null) | TPOS-PO-003 |
      | Franchise           | (none) | TPOS-PO-005 |
      | BO TAM Follow       | (none) | TPOS-PO-006 |
      | No. PO              | (none) | TPOS-PO-007 |
      | Tanggal PO          | (null) | TPOS-PO-008 |
      | items[1].noMaterial | (none) | TPOS-PO-009 |
      | items[1].qty        | (none) | TPOS-PO-010 |

    @TPOS-PO-011 @TPOS-PO-307 @TPOS-PO-308 @TPOS-PO-309 @TPOS-PO-310 @TPOS-PO-404
    Examples: Lengths and formats
      | column              | value           | requirement |
      | items               | []              | TPOS-PO-011 |
      | No. PO              | (21 characters) | TPOS-PO-307 |
      | Tanggal PO          | 20261332        | TPOS-PO-308 |
      | items[1].noMaterial | (16 characters) | TPOS-PO-309 |
      | items[1].qty        | 10000000        | TPOS-PO-310 |
      | items[1].qty        | -1              | TPOS-PO-404 |

  Scenario Outline: A claim without a mandatory column is refused
    When the outlet sends a parts claim like the example "parts-claim-defect" with:
      | <column> | (none) |
    Then the answer is refused because of "<requirement>"

    @TPOS-CLM-002 @TPOS-CLM-003 @TPOS-CLM-004 @TPOS-CLM-005 @TPOS-CLM-008 @TPOS-CLM-009 @TPOS-CLM-010 @TPOS-CLM-011
    @TPOS-CLM-016 @TPOS-CLM-017 @TPOS-CLM-018 @TPOS-CLM-019
    Examples:
      | column                 | requirement  |
      | No. PO                 | TPOS-CLM-002 |
      | No. Vendor Invoice     | TPOS-CLM-003 |
      | No. Case               | TPOS-CLM-004 |
      | Kode Claim             | TPOS-CLM-005 |
      | Notes                  | TPOS-CLM-008 |
      | No. Material           | TPOS-CLM-009 |
      | Qty Invoice            | TPOS-CLM-010 |
      | Qty Received           | TPOS-CLM-011 |
      | Harga Net Dealer       | TPOS-CLM-016 |
      | Total Harga Net Dealer | TPOS-CLM-017 |
      | Dealer Request         | TPOS-CLM-018 |
      | No. Parts Claim DMS    | TPOS-CLM-019 |

  @TPOS-OSI-003 @TPOS-OSI-004 @TPOS-OSI-103
  Scenario Outline: A status inquiry needs the order and its type
    When the outlet asks for the order status with:
      | <column> | <value> |
    Then the answer is refused because of "<requirement>"

    Examples:
      | column     | value  | requirement  |
      | Tipe Order | (none) | TPOS-OSI-003 |
      | No. PO     | (none) | TPOS-OSI-004 |
      | Tipe Order | 4      | TPOS-OSI-103 |

  @TPOS-CIQ-003 @TPOS-CIQ-004 @TPOS-CIQ-103
  Scenario Outline: A claim inquiry says of what kind
    When the outlet asks for the claims with:
      | <column> | <value> |
    Then the answer is refused because of "<requirement>"

    Examples:
      | column       | value  | requirement  |
      | Tipe Claim   | (none) | TPOS-CIQ-003 |
      | Tipe Inquiry | (none) | TPOS-CIQ-004 |
      | Tipe Claim   | 9      | TPOS-CIQ-103 |

  @TPOS-API-003 @TPOS-API-004 @TPOS-API-007
  Scenario Outline: What is no JSON object is refused, and no server error
    When the operation "purchase order" is called with the body:
      """
      <body>
      """
    Then the answer is refused
    And the answer has the status 400

    Examples:
      | body                          |
      | {"outletCode": "KTK000001"    |
      | [1, 2]                        |
      | <pesanan><noPo/></pesanan>    |

  @TPOS-API-002
  Scenario: Another method of HTTP is no way to order
    When the operation "purchase order" is called with the method "DELETE"
    Then the answer has the status 405

  @TPOS-API-005
  Scenario: A body under another type is refused
    When the operation "purchase order" is called with the headers:
      | Content-Type | text/plain |
    Then the answer has the status 415
