package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Email;
import sigillo.account.Entry;
import sigillo.account.Role;
import sigillo.account.UidSet;
import sigillo.authentication.Authentication;
import sigillo.authentication.AuthenticationSettings;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.SetClock;
import sigillo.keyring.TestSeal;
import sigillo.smtp.Envelope;
import sigillo.dns.Lookup;
import sigillo.filter.Filter;
import sigillo.rules.Rules;
import sigillo.smtp.Origin;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.smtp.SmtpReply;
import sigillo.spool.Spooled;
import sigillo.store.PartitionName;
import sigillo.store.RowOut;
import sigillo.store.Transactions;
import sigillo.store.memory.MemoryStore;
import sigillo.trace.Event;
import sigillo.trace.TraceId;

/** A house for mail to come into: real accounts over a store in memory, and a queue that only keeps. */
final class House {
    static final Domain HOSTNAME = Domain.of("mx.home.example");
    static final Address BOB = Address.of("bob@sender.example");
    static final Origin OUTSIDE = new Origin(Optional.of(InetAddress.ofLiteral("192.0.2.1")), "mail.sender.example",
        "ESMTP", Optional.empty(), Optional.empty());

    final MemoryStore store = new MemoryStore();
    final SetClock clock = new SetClock(Instant.parse("2026-03-01T10:00:00Z"));
    final KeptQueue queue = new KeptQueue();
    final List<Event> told = new ArrayList<>();
    final Residents residents = new Residents().domains("home.example", "open.example")
        .accounts("anna", "bruno", "carla", "off").disabled("off")
        .alias("info", "anna").alias("team", "anna", "bruno").alias("away", "anna@old.example")
        .alias("both", "bruno", "bruno@old.example").alias("list", "x@one.example", "y@two.example")
        .alias("info@open.example", "anna").alias("@open.example", "bruno");
    final Accounts accounts = new Accounts(store, TestSeal.over(store, clock), Bytes.utf8("k".repeat(32)), clock);
    final Delivery delivery;
    final LocalCarrier carrier = new LocalCarrier(HOSTNAME, residents.directory, accounts, queue, told::add, clock);

    House() { this(Optional.empty(), AuthenticationSettings.DEFAULT); }

    /** {@code dns}: the Internet, for what is asked about mail. */
    House(Optional<Lookup> dns, AuthenticationSettings asked) { this(dns, asked, Optional.empty()); }

    House(Optional<Lookup> dns, AuthenticationSettings asked, Optional<Filter> filtering) {
        delivery = new Delivery(HOSTNAME, residents.directory, accounts, Fullness.GRACE, queue, new Authentication(HOSTNAME, dns, asked, clock),
            told::add, clock);
        filtering.ifPresent(filter -> {
            delivery.filtering(filter);
            carrier.filtering(filter);
        });
        for (var name : List.of("anna", "bruno", "carla")) accounts.create(new AccountId(name));
    }

    SmtpReply toAll(String message, String... to) { return toAll(ReversePath.of(BOB), message, to); }

    SmtpReply toAll(ReversePath from, String message, String... to) {
        return delivery.toAll(incoming(from, message, to));
    }

    List<SmtpReply> toEach(String message, String... to) {
        return delivery.toEach(incoming(ReversePath.of(BOB), message, to));
    }

    static Incoming incoming(ReversePath from, String message, String... to) {
        var octets = message.getBytes(StandardCharsets.ISO_8859_1);
        return new Incoming(Envelope.of(from, recipients(to)), OUTSIDE, Spooled.of(octets), TraceId.fresh());
    }

    static List<Recipient> recipients(String... to) {
        return Stream.of(to).map(name -> Recipient.of(Residents.address(name))).toList();
    }

    Account account(String name) { return accounts.open(new AccountId(name)); }

    /** The messages in an inbox, in order. */
    List<String> inbox(String name) { return entries(name).stream().map(e -> content(name, e)).toList(); }

    List<Email> emails(String name) {
        return entries(name).stream().map(e -> account(name).email(e.email()).orElseThrow()).toList();
    }

    /** The messages in Junk, none where there is no such mailbox. */
    List<String> junk(String name) {
        if (account(name).mailboxId(Role.JUNK).isEmpty()) return List.of();
        return entries(name, Role.JUNK).stream().map(e -> content(name, e)).toList();
    }

    private List<Entry> entries(String name) { return entries(name, Role.INBOX); }

    private List<Entry> entries(String name, Role role) {
        var entries = new ArrayList<Entry>();
        account(name).entries(account(name).mailbox(role).orElseThrow().id(), UidSet.ALL, entries::add);
        return entries;
    }

    private String content(String name, Entry entry) {
        try {
            var octets = account(name).content(entry.email()).orElseThrow();
            return new String(octets.bytes(0, octets.length(), Integer.MAX_VALUE), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Event.Kind> story() { return told.stream().map(Event::kind).toList(); }

    /** "250 2.0.0" of "250 2.0.0 Accepted". */
    static String code(SmtpReply reply) { return reply.code() + reply.status().map(s -> " " + s).orElse(""); }

    /** Strangers have filled what is remembered for the rules of an account: nothing more is, from now on. */
    void fillMemory(AccountId account, Rules rules) {
        new Transactions(store.partition(new PartitionName("rules"))).write(tx -> {
            for (int i = 0; i < 2_000; i++) {
                tx.put(Bytes.utf8("m/%s/%016d".formatted(account, i)), new RowOut(1).number(Long.MAX_VALUE).done());
            }
            return null;
        });
        assertFalse(rules.remember(account, "more", 1), "there is room");
    }
}
