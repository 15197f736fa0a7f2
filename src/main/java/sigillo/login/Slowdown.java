package sigillo.login;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import sigillo.base.AddressKey;

/** Who has to wait before the next guess: by account, by network, and for known visitors by the two together only. */
final class Slowdown {
    /** Whose password is tried, by looked-up address, and from where; no network for a program on this machine. */
    record Source(String name, Optional<AddressKey> network) {}

    private final Guesses<String> ofAccount =
        new Guesses<>(LoginLimits.GUESSES_FREE_OF_ACCOUNT, LoginLimits.GUESS_DELAY_MAX);
    private final Guesses<AddressKey> ofNetwork =
        new Guesses<>(LoginLimits.GUESSES_FREE_OF_NETWORK, LoginLimits.GUESS_DELAY_MAX);
    private final Guesses<Source> ofKnown;
    private final Remembered<Source> known = new Remembered<>(LoginLimits.SIGN_IN_TABLE_ENTRIES_MAX, Duration.ofDays(30));

    Slowdown() { this(LoginLimits.GUESS_DELAY_KNOWN_MAX); }

    /** {@code knownMax}: the longest for who is known. */
    Slowdown(Duration knownMax) { ofKnown = new Guesses<>(LoginLimits.GUESSES_FREE_OF_ACCOUNT, knownMax); }

    Duration wait(Source source, Instant now) {
        if (known.has(source, now)) return ofKnown.wait(source, now);
        var account = ofAccount.wait(source.name, now);
        var network = source.network.map(from -> ofNetwork.wait(from, now)).orElse(Duration.ZERO);
        return account.compareTo(network) > 0 ? account : network;
    }

    void charge(Source source, Instant now) {
        ofKnown.charge(source, now);
        ofAccount.charge(source.name, now);
        source.network.ifPresent(network -> ofNetwork.charge(network, now));
    }

    void giveBack(Source source) {
        ofKnown.giveBack(source);
        ofAccount.giveBack(source.name);
        source.network.ifPresent(ofNetwork::giveBack);
    }

    void welcome(Source source, Instant now) { known.add(source, now); }
}
