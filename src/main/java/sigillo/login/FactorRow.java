package sigillo.login;

import java.util.ArrayList;
import java.util.List;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What is kept of a second factor. {@code sealed}: the secret, as a {@link sigillo.sealing.WrappedKey}, empty when it
 * was turned off; {@code confirmed}: whether its owner has shown that his authenticator has it, from when on it is
 * asked for; {@code used}: the last step whose code was used; {@code backup}: hashes of the backup codes that are left;
 * {@code revision}: how often it was turned on or off, or given other backup codes.
 */
record FactorRow(Bytes sealed, boolean confirmed, long used, List<Bytes> backup, int revision) {
    private static final int FIRST_VERSION = 1;
    private static final int VERSION = 2;

    FactorRow { backup = List.copyOf(backup); }

    /** One that its owner has not confirmed, after those of before. */
    static FactorRow begun(Bytes sealed, int revision) { return new FactorRow(sealed, false, 0, List.of(), revision); }

    static FactorRow off(int revision) { return begun(Bytes.EMPTY, revision); }

    boolean isOff() { return sealed.length() == 0; }

    FactorRow used(long step) { return new FactorRow(sealed, confirmed, step, backup, revision); }

    FactorRow confirmed(List<Bytes> codes) { return new FactorRow(sealed, true, used, codes, revision + 1); }

    FactorRow without(Bytes code) {
        var left = backup.stream().filter(one -> !one.equals(code)).toList();
        return new FactorRow(sealed, confirmed, used, left, revision);
    }

    byte[] encode() {
        var row = new RowOut(VERSION).sized(sealed.toArray()).flag(confirmed).number(used).number(backup.size());
        for (var code : backup) row.sized(code.toArray());
        return row.number(revision).done();
    }

    static FactorRow decode(byte[] octets) {
        boolean isFirst = octets.length > 0 && octets[0] == FIRST_VERSION;
        var row = new RowIn(octets, isFirst ? FIRST_VERSION : VERSION);
        var sealed = Bytes.wrap(row.sized());
        boolean confirmed = row.flag();
        long used = row.number();
        var codes = new ArrayList<Bytes>();
        for (int left = row.count(); left > 0; left--) codes.add(Bytes.wrap(row.sized()));
        return new FactorRow(sealed, confirmed, used, codes, isFirst ? 1 : row.integer());
    }

    /** Whether a row is one from before there were marks. */
    static boolean isUnmarked(byte[] octets) { return octets.length > 0 && octets[0] == FIRST_VERSION; }

    @Override public String toString() { return "a second factor" + (confirmed ? "" : ", not confirmed"); }
}
