#include "catalogue/attributes.h"

#include <algorithm>

namespace inkan::catalogue {

namespace {

constexpr Attribute served(std::string_view scope, bool login = false) {
  return {.scope = scope, .login_may_ask = login, .served = true};
}
constexpr Attribute known(std::string_view scope) { return {.scope = scope, .served = false}; }

// Each leaf of a dotted group is a scope of its own, as in the published catalogue.
constexpr Attribute kAttributes[] = {
    // Who signed in: login services only.
    {.scope = "user.identity", .login_may_ask = true, .served = true, .myinfo_may_ask = false},
    // Personal
    served("uinfin"), served("partialuinfin"), served("name", /*login=*/true), served("aliasname"),
    served("hanyupinyinname"), served("hanyupinyinaliasname"), served("marriedname"), served("sex"), served("race"),
    known("secondaryrace"), known("dialect"), served("dob"), served("residentialstatus"), served("nationality"),
    served("birthcountry"), served("passportnumber"), served("passportexpirydate"), served("passtype"),
    known("passstatus"), served("passexpirydate"), known("employmentsector"), served("mobileno", /*login=*/true),
    served("email", /*login=*/true), served("regadd"), known("hdbtype"), known("housingtype"),
    // Finance
    known("cpfbalances.oa"), known("cpfbalances.ma"), known("cpfbalances.ra"), known("cpfbalances.sa"),
    known("cpfcontributions"), known("cpfhousingwithdrawal"), known("cpfinvestmentscheme.account"),
    known("cpfinvestmentscheme.sdsnetshareholdingqty"), known("cpfinvestmentscheme.saqparticipationstatus"),
    known("noa-basic"), known("noa"), known("noahistory-basic"), known("noahistory"), known("ownerprivate"),
    // Education and employment
    known("employment"), known("occupation"), known("cpfemployers"), known("academicqualifications.transcripts"),
    known("academicqualifications.certificates"),
    known("ltavocationallicences.tdvl.licencename"), known("ltavocationallicences.tdvl.vocationallicencenumber"),
    known("ltavocationallicences.tdvl.expirydate"), known("ltavocationallicences.tdvl.status"),
    known("ltavocationallicences.pdvl.licencename"), known("ltavocationallicences.pdvl.vocationallicencenumber"),
    known("ltavocationallicences.pdvl.expirydate"), known("ltavocationallicences.pdvl.status"),
    known("ltavocationallicences.bavl.licencename"), known("ltavocationallicences.bavl.vocationallicencenumber"),
    known("ltavocationallicences.bavl.expirydate"), known("ltavocationallicences.bavl.status"),
    known("ltavocationallicences.bdvl.licencename"), known("ltavocationallicences.bdvl.vocationallicencenumber"),
    known("ltavocationallicences.bdvl.expirydate"), known("ltavocationallicences.bdvl.status"),
    known("ltavocationallicences.odvl.licencename"), known("ltavocationallicences.odvl.vocationallicencenumber"),
    known("ltavocationallicences.odvl.expirydate"), known("ltavocationallicences.odvl.status"),
    // Family
    served("marital"), known("marriagedate"), known("divorcedate"), known("marriagecertno"),
    known("countryofmarriage"), known("childrenbirthrecords.birthcertno"), known("childrenbirthrecords.name"),
    known("childrenbirthrecords.aliasname"), known("childrenbirthrecords.hanyupinyinname"),
    known("childrenbirthrecords.hanyupinyinaliasname"), known("childrenbirthrecords.marriedname"),
    known("childrenbirthrecords.sex"), known("childrenbirthrecords.race"), known("childrenbirthrecords.secondaryrace"),
    known("childrenbirthrecords.dob"), known("childrenbirthrecords.tob"), known("childrenbirthrecords.dialect"),
    known("childrenbirthrecords.lifestatus"), known("childrenbirthrecords.sgcitizenatbirthind"),
    known("childrenbirthrecords.vaccinationrequirements"), known("sponsoredchildrenrecords.nric"),
    known("sponsoredchildrenrecords.name"), known("sponsoredchildrenrecords.aliasname"),
    known("sponsoredchildrenrecords.hanyupinyinname"), known("sponsoredchildrenrecords.hanyupinyinaliasname"),
    known("sponsoredchildrenrecords.marriedname"), known("sponsoredchildrenrecords.sex"),
    known("sponsoredchildrenrecords.race"), known("sponsoredchildrenrecords.secondaryrace"),
    known("sponsoredchildrenrecords.dialect"), known("sponsoredchildrenrecords.dob"),
    known("sponsoredchildrenrecords.birthcountry"), known("sponsoredchildrenrecords.lifestatus"),
    known("sponsoredchildrenrecords.residentialstatus"), known("sponsoredchildrenrecords.nationality"),
    known("sponsoredchildrenrecords.scprgrantdate"), known("sponsoredchildrenrecords.vaccinationrequirements"),
    // Vehicle and driving licence
    known("drivinglicence.comstatus"), known("drivinglicence.totaldemeritpoints"),
    known("drivinglicence.suspension.startdate"), known("drivinglicence.suspension.enddate"),
    known("drivinglicence.disqualification.startdate"), known("drivinglicence.disqualification.enddate"),
    known("drivinglicence.revocation.startdate"), known("drivinglicence.revocation.enddate"),
    known("drivinglicence.pdl.validity"), known("drivinglicence.pdl.expirydate"), known("drivinglicence.pdl.classes"),
    known("drivinglicence.qdl.validity"), known("drivinglicence.qdl.expirydate"), known("drivinglicence.qdl.classes"),
    known("drivinglicence.photocardserialno"), known("vehicles.vehicleno"), known("vehicles.type"),
    known("vehicles.iulabelno"), known("vehicles.make"), known("vehicles.model"), known("vehicles.chassisno"),
    known("vehicles.engineno"), known("vehicles.motorno"), known("vehicles.yearofmanufacture"),
    known("vehicles.firstregistrationdate"), known("vehicles.originalregistrationdate"),
    known("vehicles.coecategory"), known("vehicles.coeexpirydate"), known("vehicles.roadtaxexpirydate"),
    known("vehicles.quotapremium"), known("vehicles.openmarketvalue"), known("vehicles.co2emission"),
    known("vehicles.thcemission"), known("vehicles.coemission"), known("vehicles.noxemission"),
    known("vehicles.pmemission"), known("vehicles.status"), known("vehicles.primarycolour"),
    known("vehicles.secondarycolour"), known("vehicles.attachment1"), known("vehicles.attachment2"),
    known("vehicles.attachment3"), known("vehicles.scheme"), known("vehicles.enginecapacity"),
    known("vehicles.powerrate"), known("vehicles.effectiveownership"), known("vehicles.propellant"),
    known("vehicles.maximumunladenweight"), known("vehicles.maximumladenweight"),
    known("vehicles.minimumparfbenefit"), known("vehicles.nooftransfers"), known("vehicles.vpc"),
    // Property and schemes
    known("hdbownership.noofowners"), known("hdbownership.address"), known("hdbownership.hdbtype"),
    known("hdbownership.leasecommencementdate"), known("hdbownership.termoflease"),
    known("hdbownership.dateofpurchase"), known("hdbownership.dateofownershiptransfer"),
    known("hdbownership.loangranted"), known("hdbownership.originalloanrepayment"),
    known("hdbownership.balanceloanrepayment"), known("hdbownership.outstandingloanbalance"),
    known("hdbownership.monthlyloaninstalment"), known("hdbownership.purchaseprice"),
    known("hdbownership.outstandinginstalment"), known("pioneergen.eligibility"), known("merdekagen.eligibility"),
    known("chas")};

constexpr std::string_view kContextTypes[] = {
    "CPF_CHANGE_PAYMENT_MODE", "CPF_CHANGE_DAILY_WITHDRAWAL_LIMIT", "CPF_PROFILE_UPDATE", "CPF_LINK_BANK_ACCOUNT",
    "CPF_FUNDS_TRANSFER",
    "BANK_CASA_OPENING", "BANK_CASA_INITIAL_USAGE", "BANK_CARD_APPLICATION", "BANK_CARD_INITIAL_USAGE",
    "BANK_LOAN_APPLICATION", "BANK_ADD_LOCAL_RECEIPIENT",  // published with this spelling
    "BANK_ADD_OVERSEAS_RECIPIENT", "BANK_INCREASE_TRANSFER_LIMIT", "BANK_REPORT_FRAUD_SUSPICIOUS_ACTIVITY",
    "BANK_FUNDS_TRANSFER_LOCAL", "BANK_REMIT_MONEY_OVERSEAS", "BANK_REPORT_LOST_CARD",
    "BANK_CHANGE_NOTIFICATION_METHOD", "BANK_INCREASE_CREDIT_CARD_LIMIT", "BANK_REQUEST_CASH_ADVANCE",
    "BANK_INCREASE_INFLOW_OUTFLOW", "BANK_ACTIVATE_DORMANT_ACCOUNT", "BANK_LOGIN_NEW_DEVICE",
    "BANK_LOGIN_UNFAMILIAR_IP", "BANK_UPDATE_USER_INFORMATION", "BANK_NEW_DEVICE_REGISTRATION",
    "BANK_UNLOCK_MONEY_LOCK", "BANK_GOOGLE_PAY_APPLE_PAY_CARD_ONBOARDING",
    "FI_ACCOUNT_OPENING", "FI_LINK_BANK_ACCOUNT", "FI_INCREASE_TRANSFER_LIMIT", "FI_INCREASE_WITHDRAWAL_LIMIT",
    "FI_INITIATE_DEPOSIT",
    "TELCO_SIM_CARD_APPLICATION", "TELCO_SIM_CARD_ACTIVATION", "TELCO_CHANGE_ACCOUNT_DETAILS",
    "TELCO_ACTIVATE_ROAMING", "TELCO_CHANGE_NOTIFICATION_METHOD",
    "APP_AUTHENTICATION_DEFAULT", "APP_PAYMENT_DEFAULT", "APP_ACCOUNT_PASSWORD_CHANGE_DEFAULT",
    "APP_ACCOUNT_PASSWORD_RESET_DEFAULT", "APP_ACCOUNT_DETAILS_CHANGE_DEFAULT", "APP_ONBOARDING_DEFAULT"};

}  // namespace

std::span<const Attribute> attributes() { return kAttributes; }

const Attribute* find_attribute(std::string_view scope) {
  const auto* found = std::ranges::find(kAttributes, scope, &Attribute::scope);
  return found == std::end(kAttributes) ? nullptr : found;
}

std::span<const std::string_view> context_types() { return kContextTypes; }

bool is_context_type(std::string_view text) { return std::ranges::find(kContextTypes, text) != std::end(kContextTypes); }

}  // namespace inkan::catalogue
