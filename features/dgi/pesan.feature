@dgi
Feature: How every call is written and answered
  One way of asking and answering for all modules: POST, JSON, an envelope with status, message and data.

  @DGI-API-001 @DGI-API-007 @DGI-API-008 @DGI-API-009 @DGI-API-010 @DGI-API-024
  Scenario Outline: Every read answers in the envelope
    When the operation "<operation>" is called
    Then the answer is accepted
    And the answer has the form of the contract
    And the answer has the status 200
    And the header "content-type" is "application/json"
    And the list holds at least 1 row

    Examples:
      | operation     |
      | readPrsp      |
      | readSpk       |
      | readBast      |
      | readInv1      |
      | readLsng      |
      | readDoch      |
      | readUinb      |
      | readMdinvh1   |
      | readPkb       |
      | readInv2      |
      | readUnpaidhlo |
      | readDphlo     |
      | readPinb      |
      | readPrsl      |
      | readMdinvh3   |

  @DGI-API-012 @DGI-API-013 @DGI-API-014 @DGI-API-015
  Scenario: A refusal has HTTP 200, status 0, a message and no data
    When the dealer group reads the prospects with:
      | fromTime | (none) |
    Then the answer is refused because of "DGI-WIN-001" alone
    And the answer has the status 200
    And the field "status" is "0"
    And the field "message" is filled
    And the field "data" is empty

  @DGI-API-018
  Scenario: Members that nobody knows are ignored
    When the dealer group reads the prospects with:
      | "warna" | BK |
    Then the answer is accepted

  @DGI-API-004 @DGI-API-005
  Scenario Outline: A body that is no message is refused
    When the operation "readPrsp" is called with the body:
      """
      <body>
      """
    Then the answer is refused because of "<rule>" alone

    Examples:
      | body           | rule        |
      | {"fromTime": " | DGI-API-004 |
      | fromTime=x     | DGI-API-004 |
      | []             | DGI-API-005 |
      | "fromTime"     | DGI-API-005 |

  @DGI-API-020
  Scenario: A member that is named twice is refused
    When the operation "readPrsp" is called with the body:
      """
      {"fromTime": "2026-11-22 08:00:00", "fromTime": "2026-11-23 08:00:00"}
      """
    Then the answer is refused because of "DGI-API-020" alone

  @DGI-API-003
  Scenario Outline: Only POST is answered
    When the operation "readPrsp" is called with the method "<method>"
    Then the answer is refused

    Examples:
      | method |
      | GET    |
      | PUT    |
      | DELETE |

  @DGI-API-006 @DGI-API-029
  Scenario: The content type is JSON, with or without a character set
    When the operation "readPrsp" is called with the headers:
      | Content-Type | application/json; charset=utf-8 |
    Then the answer is accepted
    When the operation "readPrsp" is called with the headers:
      | Content-Type | application/x-www-form-urlencoded |
    Then the answer is refused because of "DGI-API-006" alone

  @DGI-RD-011
  Scenario: A read changes nothing
    When the dealer group reads the work orders
    Then the field "modifiedTime" is remembered as "first"
    When 1 hour passes
    And the same message is sent again
    Then the field "modifiedTime" is "{first}"
