package sigillo.login;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.base.AddressKey;
import sigillo.base.Bytes;
import sigillo.directory.AccountRecord;

/**
 * Who has to wait before the next guess: by account, by network and by what lies around that network; and for known
 * devices by the device alone. One for all doors of a server, so that a guess counts wherever it was made. Any thread.
 */
public final class Slowdown {
    /** Whose password is tried, and what is kept of it. */
    record Owner(AccountId account, String password) {}

    /**
     * {@code name}: whose password is tried, by looked-up address; empty for what is none. {@code network},
     * {@code around}: from where; none for a program on this machine.
     */
    record Source(String name, Optional<Owner> owner, Optional<AddressKey> network, Optional<AddressKey> around) {
        static Source of(String name, Optional<AccountRecord> account, Optional<InetAddress> client) {
            var from = client.filter(address -> !address.isLoopbackAddress());
            return new Source(name, account.map(Source::owner), from.map(AddressKey::of), from.map(AddressKey::around));
        }

        private static Owner owner(AccountRecord account) { return new Owner(account.id(), account.password()); }

        /** With what is kept of him by now; a token may have come without a name. */
        Source as(AccountRecord account) { return new Source(name, Optional.of(owner(account)), network, around); }
    }

    private final Devices devices;
    private final String what;
    private final Guesses<AccountId> ofAccount = guesses(LoginLimits.GUESSES_FREE_OF_ACCOUNT);
    /** Apart, so that a flood of names that are nobody's pushes no account out. */
    private final Guesses<String> ofNobody = guesses(LoginLimits.GUESSES_FREE_OF_ACCOUNT);
    private final Guesses<AddressKey> ofNetwork = guesses(LoginLimits.GUESSES_FREE_OF_NETWORK);
    private final Guesses<AddressKey> ofSurroundings = guesses(LoginLimits.GUESSES_FREE_OF_SURROUNDINGS);
    private final Guesses<Bytes> ofDevice;
    private final KeptGuesses kept;
    /** How many of each subject are being checked: charged, and perhaps given back soon. */
    private final Map<Object, Integer> underWay = new ConcurrentHashMap<>();
    private Optional<Slowdown> codes = Optional.empty();

    public Slowdown(Devices devices, KeptGuesses kept) {
        this(devices, kept, "password", LoginLimits.GUESS_DELAY_KNOWN_MAX);
    }

    private Slowdown(Devices devices, KeptGuesses kept, String what, Duration knownMax) {
        this.devices = devices;
        this.kept = kept;
        this.what = what;
        this.ofDevice = new Guesses<>(LoginLimits.GUESSES_FREE_OF_ACCOUNT, knownMax);
        kept.restore(what + "/account", ofAccount, AccountId::text);
        kept.restore(what + "/nobody", ofNobody, name -> name);
        kept.restore(what + "/network", ofNetwork, AddressKey::text);
        kept.restore(what + "/surroundings", ofSurroundings, AddressKey::text);
        kept.restore(what + "/device", ofDevice, tag -> Base64.getEncoder().encodeToString(tag.unsafeArray()));
    }

    /**
     * Keeps what has changed, for after a restart: to be called every minute, and at the end. Throws {@link
     * sigillo.store.StoreException}.
     */
    public void keep(Instant now) {
        kept.keep(what + "/account", ofAccount, now);
        kept.keep(what + "/nobody", ofNobody, now);
        kept.keep(what + "/network", ofNetwork, now);
        kept.keep(what + "/surroundings", ofSurroundings, now);
        kept.keep(what + "/device", ofDevice, now);
        Optional<Slowdown> own;
        synchronized (this) {
            own = codes;
        }
        own.ifPresent(one -> one.keep(now));
    }

    /**
     * Other servers have counted more. Throws {@link sigillo.store.StoreException}; then what was known of them counts
     * on.
     */
    public void changedElsewhere() {
        tables((table, guesses) -> kept.changedElsewhere(table, guesses));
        Optional<Slowdown> own;
        synchronized (this) {
            own = codes;
        }
        own.ifPresent(Slowdown::changedElsewhere);
    }

    /** Forgets rows of servers that have ended, once nothing of them counts: to be called once in a while. */
    public void tidy(Instant now) { tables((table, _) -> kept.tidy(table, now)); }

    /** Whether others count too: then {@link #keep} is to be called every second. */
    public boolean isOneOfSeveral() { return kept.isOneOfSeveral(); }

    private void tables(BiConsumer<String, Guesses<?>> visitor) {
        visitor.accept(what + "/account", ofAccount);
        visitor.accept(what + "/nobody", ofNobody);
        visitor.accept(what + "/network", ofNetwork);
        visitor.accept(what + "/surroundings", ofSurroundings);
        visitor.accept(what + "/device", ofDevice);
    }

    private static <S> Guesses<S> guesses(int free) { return new Guesses<>(free, LoginLimits.GUESS_DELAY_MAX); }

    /**
     * Of codes that are asked for beside a password: counted apart, since who types them knows the password, which
     * makes no device known here. A known one waits as long for its own wrong ones.
     */
    synchronized Slowdown ofCodes() {
        if (codes.isEmpty()) codes = Optional.of(new Slowdown(devices, kept, "code", LoginLimits.GUESS_DELAY_MAX));
        return codes.get();
    }

    /** Those that are being checked do not count: the right ones among them are given back. */
    Duration wait(Source source, Instant now) { return wait(source, known(source, now), now, this::underWay); }

    private int underWay(Object subject) { return underWay.getOrDefault(subject, 0); }

    /** The device, where it is known. Reads the store. */
    private Optional<Bytes> known(Source source, Instant now) {
        return device(source).filter(device -> devices.isKnown(device, now)).map(Devices.Device::tag);
    }

    private Duration wait(Source source, Optional<Bytes> known, Instant now, ToIntFunction<Object> givenBack) {
        if (known.isPresent()) return ofDevice.wait(known.get(), givenBack.applyAsInt(known.get()), now);
        var waits = Stream.of(
            source.owner.map(owner -> ofAccount.wait(owner.account, givenBack.applyAsInt(owner.account), now))
                .orElseGet(() -> ofNobody.wait(source.name, givenBack.applyAsInt(source.name), now)),
            source.network.map(at -> ofNetwork.wait(at, givenBack.applyAsInt(at), now)).orElse(Duration.ZERO),
            source.around.map(at -> ofSurroundings.wait(at, givenBack.applyAsInt(at), now)).orElse(Duration.ZERO));
        return waits.max(Duration::compareTo).orElseThrow();
    }

    private Optional<Devices.Device> device(Source source) {
        return source.owner.map(owner -> devices.of(what, owner, source.network));
    }

    /**
     * Charges a guess that is about to be checked, or says how long it has to wait. Looked at and charged under one
     * lock: else as many as come at the same moment would all be free.
     */
    Duration enter(Source source, Instant now) { return enter(source, known(source, now), now); }

    private synchronized Duration enter(Source source, Optional<Bytes> known, Instant now) {
        var wait = wait(source, known, now, _ -> 0);
        if (wait.isZero()) charge(source, now);
        return wait;
    }

    /**
     * The same for one that is to be checked and then {@link #settle settled}. Where only those that are being checked
     * stand in its way it waits for them: the connections of a mail program come all at once, as do the people of an
     * office after a restart. At most {@link LoginLimits#TURN_WAIT_MAX}.
     */
    Duration enterInTurn(Source source, Instant now) { return enterInTurn(source, known(source, now), now); }

    private synchronized Duration enterInTurn(Source source, Optional<Bytes> known, Instant now) {
        long until = System.nanoTime() + LoginLimits.TURN_WAIT_MAX.toNanos();
        var wait = enter(source, known, now);
        while (!wait.isZero() && wait(source, known, now, this::underWay).isZero() && await(until))
            wait = enter(source, known, now);
        if (wait.isZero()) subjects(source).forEach(subject -> underWay.merge(subject, 1, Integer::sum));
        return wait;
    }

    /** False when the time is over. */
    private boolean await(long until) {
        long left = until - System.nanoTime();
        if (left <= 0) return false;
        try {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One that has entered in its turn was checked, or could not be. */
    synchronized void settle(Source source, boolean isGivenBack) {
        subjects(source).forEach(subject -> underWay.computeIfPresent(subject, (_, n) -> n == 1 ? null : n - 1));
        if (isGivenBack) giveBack(source);
        notifyAll();
    }

    /** As their tables know them; an address and the addresses around it are told apart by their lengths. */
    private Stream<Object> subjects(Source source) {
        return Stream.of(device(source).map(Devices.Device::tag), source.owner.map(Owner::account),
            source.owner.isEmpty() ? Optional.of(source.name) : Optional.empty(), source.network, source.around)
            .flatMap(Optional::stream);
    }

    void charge(Source source, Instant now) {
        device(source).ifPresent(device -> ofDevice.charge(device.tag(), now));
        source.owner.ifPresent(owner -> ofAccount.charge(owner.account, now));
        if (source.owner.isEmpty() && !source.name.isEmpty()) ofNobody.charge(source.name, now);
        source.network.ifPresent(network -> ofNetwork.charge(network, now));
        source.around.ifPresent(around -> ofSurroundings.charge(around, now));
    }

    void giveBack(Source source) {
        device(source).ifPresent(device -> ofDevice.giveBack(device.tag()));
        source.owner.ifPresentOrElse(owner -> ofAccount.giveBack(owner.account), () -> ofNobody.giveBack(source.name));
        source.network.ifPresent(ofNetwork::giveBack);
        source.around.ifPresent(ofSurroundings::giveBack);
    }

    /** From now on the device is known. */
    void welcome(Source source, Instant now) { device(source).ifPresent(device -> devices.add(device, now)); }
}
