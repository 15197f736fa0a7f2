package sigillo.lists;

import java.time.Instant;
import sigillo.account.AccountId;
import sigillo.base.Address;

/** A list: {@code title} is for people; mail to {@code NAME-owner@} goes to {@code owner}. */
public record MailList(Address address, String title, AccountId owner, Posts posts, Instant createdAt) {
    String key() { return address.lookupKey(); }

    /** {@code news-subscribe@home.example}. */
    Address at(String part) { return new Address(address.localPart() + "-" + part, address.domain()); }

    /** RFC 2919: it has the form of a domain name, below one of ours. */
    String id() { return address.localPart().toLowerCase(java.util.Locale.ROOT) + "." + address.domain().name(); }
}
