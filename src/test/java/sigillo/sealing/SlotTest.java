package sigillo.sealing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.sealing.Slot.Kind;
import sigillo.sealing.Slot.Root;

/** Who opens an account, and who does not. */
class SlotTest {
    private static final long ANNA = 7;
    private final Randomness randomness = Fixed.seed(1);
    private final Secret secret = Fixed.secret(2);
    private final Secret host = Fixed.secret(3);
    private final Secret root = Fixed.secret(4);
    private final Slot slot = Slot.make(ANNA, 1, Kind.PASSWORD, secret, randomness).with(1, root, randomness);

    @Test void itsSecretOpensEveryEpochThatIsInIt() throws SealBroken {
        var next = Fixed.secret(5);
        var both = slot.with(2, next, randomness);
        assertEquals(2, both.lastEpoch());
        var seed = both.seed(secret).orElseThrow();
        assertTrue(both.root(seed, 1).isSame(root));
        assertTrue(both.root(seed, 2).isSame(next));
        assertThrows(SealBroken.class, () -> slot.root(seed, 2));
        assertTrue(both.seed(Fixed.secret(6)).isEmpty());
        assertThrows(SealBroken.class, () -> both.root(Fixed.secret(6), 1));
        var newest = both.only(epoch -> epoch == 2);
        assertTrue(newest.root(seed, 2).isSame(next));
        assertFalse(newest.has(1));
    }

    @Test void aSlotThatWasChangedOpensNothing() {
        var other = Slot.make(8, 1, Kind.PASSWORD, secret, randomness).with(1, root, randomness);
        for (var bent : List.of(
                new Slot(8, 1, slot.kind(), slot.publicKey(), slot.wrappedSeed(), slot.roots()),
                new Slot(ANNA, 2, slot.kind(), slot.publicKey(), slot.wrappedSeed(), slot.roots()),
                new Slot(ANNA, 1, Kind.SERVER, slot.publicKey(), slot.wrappedSeed(), slot.roots()),
                new Slot(ANNA, 1, slot.kind(), slot.publicKey(), other.wrappedSeed(), slot.roots()),
                new Slot(ANNA, 1, slot.kind(), slot.publicKey(), slot.wrappedSeed(), other.roots()))) {
            assertThrows(SealBroken.class, () -> root(bent, 1));
        }
        // the root of an older epoch under the number of a newer one
        var replayed = new Slot(ANNA, 1, slot.kind(), slot.publicKey(), slot.wrappedSeed(), List.of(new Root(2, slot.roots().getFirst().sealed())));
        assertThrows(SealBroken.class, () -> root(replayed, 2));
    }

    private Secret root(Slot slot, int epoch) throws SealBroken {
        return slot.root(slot.seed(secret).orElseThrow(() -> new SealBroken("the slot")), epoch);
    }

    @Test void deliveryNeedsThePublicKeyAlone() throws SealBroken {
        var epoch = Epoch.make(ANNA, 1, root, host, randomness);
        assertTrue(epoch.isMarkedBy(host));
        var purpose = new Purpose(Purpose.Use.SEGMENT, ANNA, 1, 9);
        var sealed = SealedKey.seal(epoch.publicKey().toArray(), purpose, secret, randomness);
        assertTrue(SealedKey.open(epoch.seed(root), purpose, sealed).isSame(secret));
        assertThrows(SealBroken.class, () -> epoch.seed(Fixed.secret(6)));
    }

    @Test void aKeyOfAnotherInItsPlaceIsSeen() {
        var epoch = Epoch.make(ANNA, 1, root, host, randomness);
        var mallory = Epoch.make(ANNA, 1, Fixed.secret(6), Fixed.secret(7), randomness);
        var swapped = new Epoch(ANNA, 1, mallory.publicKey(), epoch.wrappedSeed(), epoch.mark());
        assertFalse(swapped.isMarkedBy(host));
        assertThrows(SealBroken.class, () -> swapped.seed(root));
        assertFalse(new Epoch(ANNA, 2, epoch.publicKey(), epoch.wrappedSeed(), epoch.mark()).isMarkedBy(host), "another epoch");
        assertFalse(new Epoch(8, 1, epoch.publicKey(), epoch.wrappedSeed(), epoch.mark()).isMarkedBy(host), "another account");
        assertFalse(new Epoch(ANNA, 1, epoch.publicKey(), epoch.wrappedSeed(), Bytes.EMPTY).isMarkedBy(host));
    }
}
