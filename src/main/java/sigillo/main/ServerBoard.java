package sigillo.main;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.Recipients;
import sigillo.doctor.Board;
import sigillo.doctor.Doctor;
import sigillo.web.StatusBoard;

/** The board of this server for the page of its postmaster. */
final class ServerBoard implements StatusBoard {
    /** Large receivers and block lists are asked by each look. */
    private static final Duration NOT_SOONER = Duration.ofMinutes(1);

    private final Supplier<Doctor> doctor;
    private final Directory directory;
    private final Address postmaster;
    private final InstantSource clock;
    private final AtomicBoolean isLooking = new AtomicBoolean();

    /** {@code doctor}: asked for when it is needed: the pages are made before it. */
    ServerBoard(Supplier<Doctor> doctor, Directory directory, Domain host, InstantSource clock) {
        this.doctor = doctor;
        this.directory = directory;
        this.postmaster = new Address("postmaster", host);
        this.clock = clock;
    }

    @Override public boolean isFor(AccountId account) {
        return directory.resolve(postmaster) instanceof Recipients.Resolved.Local(var his, _, _) && his.equals(account);
    }

    @Override public Optional<Board> last() { return doctor.get().last(); }

    @Override public void look() {
        boolean isFresh = last().filter(board -> clock.instant().isBefore(board.at().plus(NOT_SOONER)) && !clock.instant().isBefore(board.at())).isPresent();
        if (isFresh || !isLooking.compareAndSet(false, true)) return;
        Thread.ofVirtual().name("look at the board").start(() -> {
            try {
                doctor.get().examine();
            } finally {
                isLooking.set(false);
            }
        });
    }
}
