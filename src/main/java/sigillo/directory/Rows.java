package sigillo.directory;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.store.Partition;
import sigillo.store.StoreException;
import sigillo.store.Surviving;

/**
 * How the directory lies in its partition. Every value begins with the octet 1, the version of its form.
 *
 * <pre>
 * key                                   value
 * n                                     the serial of the newest account
 * d/ domain                             {@link DomainRecord}
 * a/ lookup key of the main address     {@link AccountRecord}
 * l/ lookup key, or @ and the domain    {@link AliasRecord}
 * k/ lookup key of a masked address     {@link MaskedRecord}
 * g/ lookup key                         {@link GoneName}
 * q/ id of an account, or @ and a domain {@link Limit}, where the operator has said one
 * m/ id of an account                   when it was announced; what it has is destroyed unless its entry is made soon
 * r/ id of an account                   when it was removed; what it held is being destroyed
 * </pre>
 */
final class Rows {
    static final Bytes SERIAL = Bytes.utf8("n");
    private static final byte VERSION = 1;

    private Rows() {}

    static Bytes domain(Domain name) { return Bytes.utf8("d/" + name.name()); }

    static Bytes account(Address address) { return Bytes.utf8("a/" + address.lookupKey()); }

    static final Bytes REMOVALS = Bytes.utf8("r/");

    static Bytes removal(AccountId account) { return Bytes.utf8("r/" + account.text()); }

    static Optional<AccountId> removal(Bytes key) { return AccountId.of(key.toUtf8().substring(2)); }

    static final Bytes ANNOUNCED = Bytes.utf8("m/");

    static Bytes announced(AccountId account) { return Bytes.utf8("m/" + account.text()); }

    static Optional<AccountId> announced(Bytes key) { return AccountId.of(key.toUtf8().substring(2)); }

    static Instant time(byte[] row) { return read(row, in -> Instant.ofEpochMilli(in.readLong())); }

    static Bytes limit(AccountId account) { return Bytes.utf8("q/" + account.text()); }

    static Bytes limit(Domain domain) { return Bytes.utf8("q/@" + domain.name()); }

    static Bytes masked(Address address) { return Bytes.utf8("k/" + address.lookupKey()); }

    static Bytes gone(Address address) { return Bytes.utf8("g/" + address.lookupKey()); }

    /** Of the key of such a row. */
    static String goneName(Bytes key) { return key.toUtf8().substring(2); }

    static Bytes alias(AliasRecord.Name name) { return Bytes.utf8("l/" + name.lookupKey()); }

    /** For people. */
    static String named(Bytes key) { return kind(key) + name(key); }

    /** For people: between which names it lies. */
    static String named(Surviving.Gap gap) {
        boolean isToEnd = gap.to().length() < 2 || gap.to().at(0) != gap.from().at(0) || gap.to().at(1) != '/';
        var from = name(gap.from());
        var since = from.isEmpty() ? "from the first one" : "behind " + from;
        return "each " + kind(gap.from()) + since + (isToEnd ? " to the last one" : " up to " + name(gap.to()));
    }

    private static String kind(Bytes key) {
        return switch (key.at(0)) {
            case 'd' -> "domain ";
            case 'a' -> "account ";
            case 'l' -> "alias ";
            case 'k' -> "masked address ";
            case 'g' -> "former name ";
            default -> "limit of ";
        };
    }

    /** A gap may begin or end within one. */
    private static String name(Bytes key) { return key.toUtf8().substring(2).replaceAll("\\p{Cntrl}|\uFFFD", ""); }

    /** Lower-casing may lengthen a local part of the longest kind beyond what a key may have. */
    static boolean fits(Bytes key) { return key.length() <= Partition.KEY_OCTETS_MAX; }

    static byte[] encode(long serial) { return write(out -> out.writeLong(serial)); }

    static long serial(byte[] row) { return read(row, DataInputStream::readLong); }

    static byte[] encode(DomainRecord domain) {
        return write(out -> {
            out.writeUTF(domain.name().name());
            out.writeLong(domain.createdAt().toEpochMilli());
        });
    }

    static DomainRecord domain(byte[] row) {
        return read(row, in -> new DomainRecord(new Domain(in.readUTF()), Instant.ofEpochMilli(in.readLong())));
    }

    /** Of one whose row is none, what its key says: its mail is still ours. */
    static DomainRecord domain(Bytes key, byte[] row) {
        try {
            return domain(row);
        } catch (StoreException damaged) {
            return Domain.parse(key.toUtf8().substring(2)).map(name -> new DomainRecord(name, Instant.EPOCH))
                .orElseThrow(() -> damaged);
        }
    }

    static byte[] encode(AccountRecord account) {
        return write(out -> {
            out.writeUTF(account.id().text());
            out.writeLong(account.serial());
            out.writeUTF(account.address().toString());
            out.writeUTF(account.password());
            out.writeBoolean(account.disabled());
            out.writeLong(account.createdAt().toEpochMilli());
            out.writeByte(account.popDeletes().ordinal());
            out.writeByte(account.suspected().ordinal());
        });
    }

    /** A row from before there was POP ends with the time, one from before mail was suspected with what POP deletes. */
    static AccountRecord account(byte[] row) {
        return read(row, in -> new AccountRecord(new AccountId(in.readUTF()), in.readLong(), Address.of(in.readUTF()),
            in.readUTF(), in.readBoolean(), Instant.ofEpochMilli(in.readLong()), of(in, PopDeletes.values()),
            of(in, Suspected.values())));
    }

    /** The first where the row has ended. */
    private static <T> T of(DataInputStream in, T[] all) throws IOException {
        int ordinal = in.available() == 0 ? 0 : in.readUnsignedByte();
        if (ordinal >= all.length) throw new IOException("a row of another version");
        return all[ordinal];
    }

    static byte[] encode(AliasRecord alias) {
        return write(out -> {
            out.writeUTF(alias.name().toString());
            out.writeShort(alias.targets().size());
            for (var target : alias.targets()) out.writeUTF(target.toString());
            out.writeLong(alias.createdAt().toEpochMilli());
            out.writeByte(alias.writers().ordinal());
            out.writeBoolean(alias.membersSpeak());
        });
    }

    /** A row from before there were groups ends with the time. */
    static AliasRecord alias(byte[] row) {
        return read(row, in -> {
            var name = AliasRecord.Name.parse(in.readUTF()).orElseThrow(() -> new IOException("no name"));
            var targets = new ArrayList<Address>();
            for (int n = in.readUnsignedShort(); n > 0; n--) targets.add(Address.of(in.readUTF()));
            var createdAt = Instant.ofEpochMilli(in.readLong());
            return new AliasRecord(name, targets, createdAt, of(in, Writers.values()), in.available() == 0 || in.readBoolean());
        });
    }

    static byte[] encode(MaskedRecord masked) {
        return write(out -> {
            out.writeUTF(masked.address().toString());
            out.writeUTF(masked.account().text());
            out.writeBoolean(masked.paused());
            out.writeLong(masked.createdAt().toEpochMilli());
        });
    }

    static MaskedRecord masked(byte[] row) {
        return read(row, in -> new MaskedRecord(Address.of(in.readUTF()), new AccountId(in.readUTF()), in.readBoolean(),
            Instant.ofEpochMilli(in.readLong())));
    }

    /** Of one that was not masked the account is empty. */
    static byte[] encode(GoneName gone) {
        return write(out -> {
            out.writeUTF(gone.maskedOf().map(AccountId::text).orElse(""));
            out.writeLong(gone.at().toEpochMilli());
        });
    }

    static GoneName gone(byte[] row) {
        return read(row, in -> {
            var account = in.readUTF();
            return new GoneName(account.isEmpty() ? Optional.empty() : Optional.of(new AccountId(account)),
                Instant.ofEpochMilli(in.readLong()));
        });
    }

    /** Of no limit: -1. */
    static byte[] encode(Limit.Octets limit) { return encode(limit.max()); }

    static byte[] encode(Limit.None none) { return encode(-1L); }

    static Limit limit(byte[] row) {
        long max = serial(row);
        return max < 0 ? new Limit.None() : new Limit.Octets(max);
    }

    static byte[] encode(Instant at) { return write(out -> out.writeLong(at.toEpochMilli())); }

    private static byte[] write(Form form) {
        var octets = new ByteArrayOutputStream(128);
        try {
            var out = new DataOutputStream(octets);
            out.writeByte(VERSION);
            form.on(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    private static <T> T read(byte[] row, Reading<T> reading) {
        try {
            var in = new DataInputStream(new ByteArrayInputStream(row));
            if (in.readByte() != VERSION) throw new IOException("a row of another version");
            return reading.from(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException("a row of the directory cannot be read", e);
        }
    }

    private interface Form {
        void on(DataOutput out) throws IOException;
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }
}
