package sigillo.login;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.sealing.WrappedKey;
import sigillo.store.PartitionName;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.Store;
import sigillo.store.StoreException;
import sigillo.store.Transactions;
import sigillo.store.Tx;

/**
 * Grants in the store: a row each under the account and the number, with this server's mark, for each token one more under
 * its hash, and one with the next number of the account. Each change is one commit, and durable. Any thread.
 */
final class GrantRows {
    private static final PartitionName PARTITION = new PartitionName("login");
    private static final int VERSION = 1;
    private static final int UNMARKED = 1;
    private static final int MARKED = 2;
    private static final int HASH_OCTETS = 32;
    /** Bits of a row: never to be changed. */
    private static final List<SignIn.Service> SCOPES =
        List.of(SignIn.Service.IMAP, SignIn.Service.POP, SignIn.Service.SMTP, SignIn.Service.JMAP,
            SignIn.Service.SIEVE);

    private static final System.Logger LOG = System.getLogger("sigillo.signin");

    private final Transactions transactions;
    private final Vouching vouching;

    GrantRows(Store store, Vouching vouching) {
        this.transactions = new Transactions(store.partition(PARTITION));
        this.vouching = vouching;
    }

    /** A number that no grant of the account has had. */
    long nextNumber(AccountId account) {
        return transactions.write(tx -> {
            long number = tx.get(counter(account)).map(row -> new RowIn(row, VERSION).number()).orElse(1L);
            tx.put(counter(account), new RowOut(VERSION).number(number + 1).done());
            return number;
        });
    }

    void put(AccountId account, Grant grant) {
        transactions.write(tx -> {
            put(tx, account, grant);
            return null;
        });
    }

    private void put(Tx tx, AccountId account, Grant grant) {
        tx.put(key(account, grant.number()), encode(account, grant));
        hashes(grant).forEach(hash -> tx.put(token(hash),
            new RowOut(VERSION).text(account.text()).number(grant.number()).done()));
    }

    /** By which it is found. */
    private static Set<Bytes> hashes(Grant grant) {
        return switch (grant.proof()) {
            case Grant.Proof.Scram _ -> Set.of();
            case Grant.Proof.Hash(var hash) -> Set.of(hash);
            case Grant.Proof.Program(var tokens) -> tokens.hashes();
            case Grant.Proof.Passkey(var passkey) -> Set.of(passkey.hash());
        };
    }

    /**
     * What becomes of one, in one commit with nothing in between: what {@code change} answers is kept and returned; empty
     * leaves it as it is. {@code change} may be called several times. Empty too when it is gone.
     */
    Optional<Grant> change(AccountId account, long number, UnaryOperator<Optional<Grant>> change) {
        return transactions.write(tx -> {
            var key = key(account, number);
            var before = tx.get(key).flatMap(row -> decode(account, number, row));
            var after = before.isEmpty() ? before : change.apply(before);
            after.ifPresent(grant -> {
                hashes(before.get()).stream().filter(hash -> !hashes(grant).contains(hash))
                    .forEach(hash -> tx.delete(token(hash)));
                put(tx, account, grant);
            });
            return after;
        });
    }

    /** Nothing when it is gone meanwhile. */
    void used(AccountId account, long number, Grant.Use use) {
        transactions.write(tx -> {
            var key = key(account, number);
            tx.get(key).flatMap(row -> decode(account, number, row))
                .ifPresent(grant -> tx.put(key, encode(account, grant.used(use))));
            return null;
        });
    }

    Optional<Grant> get(AccountId account, long number) {
        return transactions.partition().get(key(account, number)).flatMap(row -> decode(account, number, row));
    }

    /** Whose a token is. */
    record Owned(AccountId account, Grant grant) {}

    Optional<Owned> byToken(Bytes hash) {
        return transactions.partition().get(token(hash)).flatMap(row -> {
            var in = new RowIn(row, VERSION);
            var account = new AccountId(in.text());
            return get(account, in.number()).filter(grant -> hashes(grant).contains(hash))
                .map(grant -> new Owned(account, grant));
        });
    }

    /** By number. What this server did not write is left out. */
    List<Grant> of(AccountId account) {
        var found = new ArrayList<Grant>();
        each(account, (number, row) -> decode(account, number, row).ifPresent(found::add));
        return found;
    }

    /** The slots that rows name, whoever wrote them. */
    Set<Long> slots(AccountId account) {
        var slots = new HashSet<Long>();
        each(account, (_, row) -> {
            try {
                slots.add(grant(row).slot());
            } catch (StoreException broken) { // whoever looks for it raises the alarm
                LOG.log(System.Logger.Level.DEBUG, broken.getMessage());
            }
        });
        return slots;
    }

    private interface RowVisitor {
        void visit(long number, byte[] row);
    }

    private void each(AccountId account, RowVisitor visitor) {
        var prefix = AccountRows.prefix("g/", account);
        transactions.partition().range(prefix, prefix.afterPrefix(), false, (key, row) -> {
            boolean isOne = key.length() == prefix.length() + Long.BYTES;
            if (isOne) visitor.visit(ByteBuffer.wrap(key.unsafeArray()).getLong(prefix.length()), row);
            return true;
        });
    }

    /** Marks those from before there were marks; one that is none is left as it is, and lets nobody in. */
    void mark(AccountId account) {
        transactions.write(tx -> {
            each(account, (number, row) -> {
                if (row.length > 0 && row[0] == UNMARKED) mark(tx, account, number, row);
            });
            return null;
        });
    }

    private void mark(Tx tx, AccountId account, long number, byte[] row) {
        try {
            tx.put(key(account, number), encode(account, grant(row)));
        } catch (StoreException broken) {
            vouching.alarm(Vouching.Of.GRANT, account, "is none: " + broken.getMessage());
        }
    }

    void remove(AccountId account, Grant grant) {
        transactions.write(tx -> {
            remove(tx, account, grant);
            return null;
        });
    }

    private static void remove(Tx tx, AccountId account, Grant grant) {
        tx.delete(key(account, grant.number()));
        hashes(grant).forEach(hash -> tx.delete(token(hash)));
    }

    /** All of an account, in one commit. */
    void forget(AccountId account) {
        transactions.write(tx -> {
            of(account).forEach(grant -> remove(tx, account, grant));
            tx.delete(counter(account));
            return null;
        });
    }

    /** Those that have a row here. */
    Set<AccountId> accounts() { return AccountRows.accounts(transactions.partition(), "n/"); }

    // ---- rows ----

    private byte[] encode(AccountId account, Grant grant) {
        var text = encode(grant);
        return new RowOut(MARKED).sized(text).fixed(mark(account, text).unsafeArray()).done();
    }

    private Bytes mark(AccountId account, byte[] text) { return vouching.mark(Vouching.Of.GRANT, account, text); }

    /** Empty for one that this server did not write, or wrote as another; that is an alarm. */
    private Optional<Grant> decode(AccountId account, long number, byte[] row) {
        try {
            var in = new RowIn(row, MARKED);
            var text = in.sized();
            var mark = Bytes.wrap(in.fixed(HASH_OCTETS));
            if (!vouching.has(Vouching.Of.GRANT, account, text, mark)) return Optional.empty();
            var grant = decode(text);
            if (grant.number() == number) return Optional.of(grant);
            vouching.alarm(Vouching.Of.GRANT, account, "is at the place of another");
        } catch (StoreException broken) {
            vouching.alarm(Vouching.Of.GRANT, account, "is none: " + broken.getMessage());
        }
        return Optional.empty();
    }

    private static Grant grant(byte[] row) {
        return decode(row.length > 0 && row[0] == MARKED ? new RowIn(row, MARKED).sized() : row);
    }

    private static byte[] encode(Grant grant) {
        var row = new RowOut(VERSION).number(grant.number()).text(grant.name()).number(bits(grant.scopes()))
            .number(grant.slot());
        switch (grant.proof()) {
            case Grant.Proof.Scram(var storedKey, var serverKey) ->
                row.octet(0).fixed(storedKey.unsafeArray()).fixed(serverKey.unsafeArray());
            case Grant.Proof.Hash(var hash) -> row.octet(1).fixed(hash.unsafeArray());
            case Grant.Proof.Program(var tokens) -> encode(row.octet(2), tokens);
            case Grant.Proof.Passkey(var passkey) -> encode(row.octet(3), passkey);
        }
        row.time(grant.createdAt()).optional(grant.expiresAt(), row::time);
        return row.optional(grant.lastUse(), use -> encode(row, use)).done();
    }

    private static void encode(RowOut row, ProgramTokens tokens) {
        row.text(tokens.client()).fixed(tokens.family().unsafeArray());
        row.optional(tokens.code(), code -> encode(row, code.opener()).text(code.redirect()).text(code.challenge())
            .flag(code.isUsed()));
        row.optional(tokens.refresh(), opener -> encode(row, opener));
        row.optional(tokens.former(), opener -> encode(row, opener)).number(tokens.access().size());
        tokens.access().forEach(access -> encode(row, access.opener()).number(bits(access.scopes())));
    }

    private static RowOut encode(RowOut row, Opener opener) {
        return row.fixed(opener.hash().unsafeArray()).fixed(opener.wrapped().unsafeArray()).time(opener.end());
    }

    private static void encode(RowOut row, PasskeyProof passkey) {
        row.sized(passkey.credential().toArray()).sized(passkey.key().toArray()).text(passkey.party()).number(passkey.counter()).flag(passkey.opens()).flag(passkey.isSuspect());
    }

    private static PasskeyProof passkey(RowIn row) {
        return new PasskeyProof(Bytes.wrap(row.sized()), Bytes.wrap(row.sized()), row.text(), row.number(), row.flag(), row.flag());
    }

    private static ProgramTokens tokens(RowIn row) {
        return new ProgramTokens(row.text(), Bytes.wrap(row.fixed(HASH_OCTETS)),
            row.optional(() -> new ProgramTokens.Code(opener(row), row.text(), row.text(), row.flag())),
            row.optional(() -> opener(row)), row.optional(() -> opener(row)), access(row));
    }

    private static Opener opener(RowIn row) {
        return new Opener(Bytes.wrap(row.fixed(HASH_OCTETS)), Bytes.wrap(row.fixed(WrappedKey.OCTETS)), row.time());
    }

    private static List<ProgramTokens.Access> access(RowIn row) {
        var access = new ArrayList<ProgramTokens.Access>();
        for (int left = row.count(); left > 0; left--) {
            access.add(new ProgramTokens.Access(opener(row), scopes(row.number())));
        }
        return access;
    }

    private static void encode(RowOut row, Grant.Use use) {
        row.time(use.at()).octet(SCOPES.indexOf(use.service())).optional(use.network(), row::text);
    }

    private static Grant decode(byte[] octets) {
        var row = new RowIn(octets, VERSION);
        return new Grant(row.number(), row.text(), scopes(row.number()), row.number(), proof(row), row.time(),
            row.optional(row::time), row.optional(() -> use(row)));
    }

    private static Grant.Use use(RowIn row) {
        return new Grant.Use(row.time(), scope(row.octet()), row.optional(row::text));
    }

    private static Grant.Proof proof(RowIn row) {
        return switch (row.octet()) {
            case 0 -> new Grant.Proof.Scram(Bytes.wrap(row.fixed(HASH_OCTETS)), Bytes.wrap(row.fixed(HASH_OCTETS)));
            case 1 -> new Grant.Proof.Hash(Bytes.wrap(row.fixed(HASH_OCTETS)));
            case 2 -> new Grant.Proof.Program(tokens(row));
            case 3 -> new Grant.Proof.Passkey(passkey(row));
            default -> throw RowIn.broken("a grant of no kind");
        };
    }

    private static long bits(Set<SignIn.Service> scopes) {
        return scopes.stream().mapToLong(scope -> 1L << SCOPES.indexOf(scope)).sum();
    }

    private static Set<SignIn.Service> scopes(long bits) {
        return SCOPES.stream().filter(scope -> (bits >> SCOPES.indexOf(scope) & 1) == 1)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(SignIn.Service.class)));
    }

    private static SignIn.Service scope(int index) {
        if (index >= SCOPES.size()) throw RowIn.broken("a service that is none");
        return SCOPES.get(index);
    }

    private static Bytes counter(AccountId account) { return AccountRows.key("n/", account); }

    private static Bytes key(AccountId account, long number) { return AccountRows.key("g/", account, number); }

    private static Bytes token(Bytes hash) {
        var key = ByteBuffer.allocate(2 + hash.length()).put((byte) 't').put((byte) '/');
        return Bytes.wrap(key.put(hash.unsafeArray()).array());
    }
}
