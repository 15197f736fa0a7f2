package sigillo.invitations;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Limit;
import sigillo.keyring.Level;
import sigillo.login.WebSignIn.Parameters;
import sigillo.store.Partition;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * How they lie in the store.
 *
 * <pre>
 * i/hash32   an invitation, by the hash of its secret
 * </pre>
 */
final class InvitationRows {
    private static final int VERSION = 1;
    private static final Bytes PREFIX = Bytes.utf8("i/");

    private InvitationRows() {}

    static Bytes key(Bytes hash) {
        return Bytes.wrap(ByteBuffer.allocate(PREFIX.length() + hash.length()).put(PREFIX.unsafeArray()).put(hash.unsafeArray()).array());
    }

    static List<Invitation> all(Partition partition) {
        var all = new ArrayList<Invitation>();
        partition.range(PREFIX, PREFIX.afterPrefix(), false, (_, row) -> all.add(decode(row)));
        return all;
    }

    static byte[] encode(Invitation one) {
        var out = new RowOut(VERSION, 200).fixed(one.hash().unsafeArray());
        switch (one.terms().offer()) {
            case Offer.Named(var address) -> out.octet(1).address(address);
            case Offer.AnyOf(var domain) -> out.octet(2).text(domain.name());
        }
        out.flag(one.terms().level() == Level.L1);
        switch (one.terms().limit()) {
            case Limit.Default() -> out.octet(0);
            case Limit.None() -> out.octet(1);
            case Limit.Octets(var max) -> out.octet(2).number(max);
        }
        out.time(one.made()).time(one.until()).number(one.namesRefused());
        var how = one.parameters();
        out.number(how.version()).text(how.account()).sized(how.salt().unsafeArray()).number(how.memoryKib()).number(how.passes()).number(how.lanes());
        return out.optional(one.making(), making -> out.text(making.account().text()).time(making.since()))
            .optional(one.used(), used -> out.address(used.by()).time(used.at())).done();
    }

    static Invitation decode(byte[] row) {
        var in = new RowIn(row, VERSION);
        var hash = Bytes.wrap(in.fixed(32));
        var terms = new Invitation.Terms(offer(in), in.flag() ? Level.L1 : Level.L0, limit(in));
        return new Invitation(hash, terms, in.time(), in.time(), in.integer(), parameters(in),
            in.optional(() -> new Invitation.Making(account(in.text()), in.time())), in.optional(() -> new Invitation.Used(in.address(), in.time())));
    }

    private static Offer offer(RowIn in) {
        return switch (in.octet()) {
            case 1 -> new Offer.Named(in.address());
            case 2 -> new Offer.AnyOf(Domain.parse(in.text()).orElseThrow(() -> RowIn.broken("no domain")));
            default -> throw RowIn.broken("an invitation to nothing");
        };
    }

    private static Limit limit(RowIn in) {
        return switch (in.octet()) {
            case 0 -> new Limit.Default();
            case 1 -> new Limit.None();
            case 2 -> octets(in.number());
            default -> throw RowIn.broken("a limit that is none");
        };
    }

    private static Limit octets(long max) {
        if (max < 0) throw RowIn.broken("a limit below nothing");
        return new Limit.Octets(max);
    }

    private static Parameters parameters(RowIn in) {
        return new Parameters(in.integer(), account(in.text()).text(), Bytes.wrap(in.sized()), in.integer(), in.integer(), in.integer());
    }

    private static AccountId account(String text) { return AccountId.of(text).orElseThrow(() -> RowIn.broken("no account")); }

    static Optional<Invitation> at(Partition partition, Bytes hash) { return partition.get(key(hash)).map(InvitationRows::decode); }
}
