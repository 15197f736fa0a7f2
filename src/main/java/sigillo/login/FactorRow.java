package sigillo.login;

import java.util.ArrayList;
import java.util.List;
import sigillo.base.Bytes;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * What is kept of a second factor. {@code sealed}: the secret, as a {@link sigillo.sealing.WrappedKey}; {@code confirmed}:
 * whether its owner has shown that his authenticator has it, from when on it is asked for; {@code used}: the last step
 * whose code was used; {@code backup}: hashes of the backup codes that are left.
 */
record FactorRow(Bytes sealed, boolean confirmed, long used, List<Bytes> backup) {
    private static final int VERSION = 1;

    FactorRow { backup = List.copyOf(backup); }

    FactorRow used(long step) { return new FactorRow(sealed, confirmed, step, backup); }

    FactorRow confirmed(List<Bytes> codes) { return new FactorRow(sealed, true, used, codes); }

    FactorRow without(Bytes code) {
        return new FactorRow(sealed, confirmed, used, backup.stream().filter(left -> !left.equals(code)).toList());
    }

    byte[] encode() {
        var row = new RowOut(VERSION).sized(sealed.toArray()).flag(confirmed).number(used).number(backup.size());
        for (var code : backup) row.sized(code.toArray());
        return row.done();
    }

    static FactorRow decode(byte[] octets) {
        var row = new RowIn(octets, VERSION);
        var sealed = Bytes.wrap(row.sized());
        boolean confirmed = row.flag();
        long used = row.number();
        var codes = new ArrayList<Bytes>();
        for (int left = row.count(); left > 0; left--) codes.add(Bytes.wrap(row.sized()));
        return new FactorRow(sealed, confirmed, used, codes);
    }

    @Override public String toString() { return "a second factor" + (confirmed ? "" : ", not confirmed"); }
}
