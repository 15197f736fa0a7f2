package sigillo.shred;

import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.SealBroken;
import sigillo.sealing.SealedRow;
import sigillo.sealing.Secret;
import sigillo.store.Partition;
import sigillo.store.RowIn;
import sigillo.store.RowOut;
import sigillo.store.StoreException;
import sigillo.store.Surviving;
import sigillo.store.Tx;

/**
 * What servers have agreed about the keys of one file, in the partition {@link Sharing#PARTITION}. Each row is under
 * the key that all servers have, in its place:
 *
 * <pre>
 * FILE / l                        the key that lasts
 * FILE / u USE                    the turn: its number, the key in force, all keys that something may be under
 * FILE / m MEMBER                 the number of the member's key pair, and its public key
 * FILE / w MEMBER                 its word: its life, and of each use what it has done ({@link Said})
 * FILE / g MEMBER USE NUMBER      a key that the member is to have, sealed to its key pair
 * </pre>
 * What cannot be read is as if it were not there; {@link Agreement} destroys no key for it.
 */
final class AgreedRows {
    private static final System.Logger LOG = System.getLogger("sigillo.shred");
    private static final int VERSION = 1;
    private static final int KEYS_MAX = KeyFile.PLACES_MAX;

    private final Sharing sharing;
    private final Bytes prefix;

    AgreedRows(Sharing sharing, String file) {
        this.sharing = sharing;
        this.prefix = Bytes.utf8(file + "/");
    }

    /** {@code keys}: those that there are, the one in force too; 0 is in force when there is none. */
    record Turn(long number, long inForce, Set<Long> keys) {
        static final Turn NONE = new Turn(0, 0, Set.of());

        byte[] encode() { return numbers(new RowOut(VERSION).number(number).number(inForce), keys).done(); }

        static Turn decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            return new Turn(in.number(), in.number(), numbers(in));
        }
    }

    record Member(long pair, Bytes publicKey) {
        byte[] encode() { return new RowOut(VERSION).number(pair).sized(publicKey.unsafeArray()).done(); }

        static Member decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            return new Member(in.number(), Bytes.wrap(in.sized()));
        }
    }

    /**
     * Of a use. {@code moved}: up to which turn it has nothing in hand under an older key; {@code spoiled}: the turn in
     * which something was last deleted; {@code holds}: keys in its file; {@code wants}: keys that are missing there.
     */
    record Said(long moved, long spoiled, Set<Long> holds, Set<Long> wants) {
        static final Said NOTHING = new Said(0, 0, Set.of(), Set.of());

        void encode(RowOut out) { numbers(numbers(out.number(moved).number(spoiled), holds), wants); }

        static Said decode(RowIn in) { return new Said(in.number(), in.number(), numbers(in), numbers(in)); }
    }

    record Word(Bytes life, Map<Use, Said> said) {
        Said of(Use use) { return said.getOrDefault(use, Said.NOTHING); }

        byte[] encode() {
            var out = new RowOut(VERSION).sized(life.unsafeArray()).number(said.size());
            said.forEach((use, one) -> one.encode(out.octet(use.number)));
            return out.done();
        }

        static Word decode(byte[] row) {
            var in = new RowIn(row, VERSION);
            var life = Bytes.wrap(in.sized());
            var said = new EnumMap<Use, Said>(Use.class);
            for (int left = in.count(); left > 0; left--) {
                int number = in.octet();
                var one = Said.decode(in);
                for (var use : Use.values()) if (use.number == number) said.put(use, one);
            }
            return new Word(life, said);
        }
    }

    record Given(Bytes member, int use, long number, long pair, Bytes sealed) {
        byte[] encode() { return new RowOut(VERSION).number(pair).sized(sealed.unsafeArray()).done(); }
    }

    private static RowOut numbers(RowOut out, Set<Long> numbers) {
        out.number(numbers.size());
        new TreeSet<>(numbers).forEach(out::number);
        return out;
    }

    private static Set<Long> numbers(RowIn in) {
        int count = in.count();
        if (count > KEYS_MAX) throw RowIn.broken("too many keys");
        var numbers = new TreeSet<Long>();
        for (int i = 0; i < count; i++) numbers.add(in.number());
        return numbers;
    }

    /** All of it, as it is kept. */
    static final class State {
        Optional<Secret> lasting = Optional.empty();
        final Map<Use, Turn> turns = new EnumMap<>(Use.class);
        final Map<Bytes, Member> members = new HashMap<>();
        final Map<Bytes, Word> words = new HashMap<>();
        final List<Given> given = new ArrayList<>();

        Turn turn(Use use) { return turns.getOrDefault(use, Turn.NONE); }

        Optional<Given> given(Bytes member, Use use, long number) {
            return given.stream().filter(one -> one.member.equals(member) && one.use == use.number && one.number == number)
                .findFirst();
        }
    }

    // ---- keys of rows ----

    private Bytes key(char kind, byte[]... parts) {
        int length = prefix.length() + 1 + Arrays.stream(parts).mapToInt(part -> part.length).sum();
        var octets = ByteBuffer.allocate(length).put(prefix.unsafeArray()).put((byte) kind);
        for (var part : parts) octets.put(part);
        return Bytes.wrap(octets.array());
    }

    Bytes lasting() { return key('l'); }

    Bytes turn(Use use) { return key('u', new byte[] {(byte) use.number}); }

    Bytes member(Bytes member) { return key('m', member.unsafeArray()); }

    Bytes word(Bytes member) { return key('w', member.unsafeArray()); }

    Bytes given(Given one) {
        var tail = ByteBuffer.allocate(9).put((byte) one.use).putLong(one.number).array();
        return key('g', one.member.unsafeArray(), tail);
    }

    // ---- reading and writing ----

    boolean isAgreed() {
        var any = new boolean[1];
        partition().range(prefix, prefix.afterPrefix(), false, (_, _) -> !(any[0] = true));
        return any[0];
    }

    Partition partition() { return sharing.store().partition(Sharing.PARTITION); }

    State read() { return read((from, to, visitor) -> partition().range(from, to, false, visitor)); }

    State read(Tx tx) { return read((from, to, visitor) -> tx.range(from, to, false, visitor)); }

    Turn readTurn(Use use) {
        var key = turn(use);
        try {
            return partition().get(key).flatMap(row -> opened(key, row)).map(Turn::decode).orElse(Turn.NONE);
        } catch (StoreException unreadable) {
            return Turn.NONE;
        }
    }

    private State read(Surviving.Rows rows) {
        var state = new State();
        Surviving.range(rows, prefix, prefix.afterPrefix(), (key, row) -> {
            opened(key, row).ifPresent(clear -> read(state, key, clear));
            return true;
        });
        return state;
    }

    private void read(State state, Bytes key, byte[] clear) {
        var tail = ByteBuffer.wrap(key.unsafeArray(), prefix.length(), key.length() - prefix.length());
        try {
            switch (tail.get()) {
                case 'l' -> state.lasting = Optional.of(Secret.take(clear));
                case 'u' -> use(tail.get()).ifPresent(use -> state.turns.put(use, Turn.decode(clear)));
                case 'm' -> state.members.put(member(tail), Member.decode(clear));
                case 'w' -> state.words.put(member(tail), Word.decode(clear));
                case 'g' -> {
                    var in = new RowIn(clear, VERSION);
                    state.given.add(new Given(member(tail), tail.get(), tail.getLong(), in.number(), Bytes.wrap(in.sized())));
                }
                default -> { } // a later release's
            }
        } catch (RuntimeException broken) { // it is under our key, so a later release wrote it
            LOG.log(Level.WARNING, "a row of what servers have agreed about keys is not understood: " + broken);
        }
    }

    private static Optional<Use> use(int number) {
        return Arrays.stream(Use.values()).filter(use -> use.number == number).findFirst();
    }

    private static Bytes member(ByteBuffer tail) {
        var member = new byte[Sharing.MEMBER_OCTETS];
        tail.get(member);
        return Bytes.wrap(member);
    }

    private Optional<byte[]> opened(Bytes key, byte[] row) {
        try {
            return Optional.of(SealedRow.open(sharing.host(), key.unsafeArray(), row));
        } catch (SealBroken forged) {
            LOG.log(Level.WARNING, "a row of what servers have agreed about keys is not theirs, and counts for nothing");
            return Optional.empty();
        }
    }

    void put(Tx tx, Bytes key, byte[] clear, Randomness randomness) {
        tx.put(key, SealedRow.seal(sharing.host(), key.unsafeArray(), clear, randomness));
    }
}
