#pragma once

#include <string>
#include <string_view>

#include "accounts/account.h"
#include "crypto/hash.h"

namespace inkan::accounts {

// Keyed hashes by kind of thing, so that a label is written once. Each gives 32 raw bytes.
std::string session_hash(const crypto::KeyedHash& keyed, std::string_view cookie);
std::string device_hash(const crypto::KeyedHash& keyed, std::string_view cookie);
std::string flow_hash(const crypto::KeyedHash& keyed, std::string_view flow);
std::string browser_hash(const crypto::KeyedHash& keyed, std::string_view browser);
std::string login_hash(const crypto::KeyedHash& keyed, std::string_view login_id);   // folds first
std::string account_hash(const crypto::KeyedHash& keyed, const AccountId& account);  // subject of lockout
std::string number_hash(const crypto::KeyedHash& keyed, std::string_view digits);    // subject of lockout
std::string recovery_hash(const crypto::KeyedHash& keyed, const AccountId& account, std::string_view folded_code);
std::string activation_hash(const crypto::KeyedHash& keyed, const PersonId& person, std::string_view folded_code);
std::string challenge_hash(const crypto::KeyedHash& keyed, std::string_view challenge);
// source_hash names the network of an address: its /24 (IPv4) or /56 (IPv6).
std::string source_hash(const crypto::KeyedHash& keyed, std::string_view peer_address);

}  // namespace inkan::accounts
