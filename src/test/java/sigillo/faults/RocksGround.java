package sigillo.faults;

import java.nio.file.Path;
import java.util.Random;
import sigillo.store.Store;
import sigillo.store.rocksdb.PowerCut;

/** The embedded store, whose machine loses its power. */
final class RocksGround implements Ground {
    private final PowerCut machine;

    RocksGround(Path folder, boolean skipsSyncs) { machine = new PowerCut(folder, skipsSyncs); }

    @Override public Store open() { return machine.open(); }

    @Override public void stop() { machine.stop(); }

    @Override public void crash(Random random) { machine.cut(random); }

    /** What its log meets: a disk that has no space for a while, or that fails when it writes or syncs. */
    @Override public String harm(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> machine.full(1 + random.nextInt(60), 1 + random.nextInt(10));
            case 1 -> machine.failing(1 + random.nextInt(60), random.nextBoolean());
            default -> "";
        };
    }

    @Override public void started() { machine.started(); }

    @Override public void heal() { machine.heal(); }

    @Override public void close() { machine.close(); }
}
