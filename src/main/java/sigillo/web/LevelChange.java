package sigillo.web;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.directory.Edited;
import sigillo.sealing.Slot;

/** The owner's own change of who can open his mail. His other sessions stay. */
final class LevelChange {
    private static final System.Logger LOG = System.getLogger("sigillo.web");

    private final House house;
    private final Sessions sessions;

    LevelChange(House house, Sessions sessions) {
        this.house = house;
        this.sessions = sessions;
    }

    /** Empty when it is done; else why not. {@code password}: asks for it, and says what is wrong with it. At L1 the recovery code is the only help, so it is asked for then. */
    Optional<Text> to(Visit visit, sigillo.keyring.Level level, Supplier<Optional<Text>> password) {
        if (!house.ownersChoose()) return Optional.of(Text.LEVEL_FIXED);
        var why = password.get();
        if (why.isPresent()) return why;
        if (level == sigillo.keyring.Level.L2) return toL2(visit);
        var user = visit.mine().user();
        if (level == sigillo.keyring.Level.L1) needCode(visit);
        if (house.credentials().level(user.address(), level, visit.mine().unlocked()) instanceof Edited.Refused<?>) {
            return Optional.of(Text.NOT_DONE);
        }
        LOG.log(Level.INFO, "account " + user.account() + " is at level " + level + " by its owner");
        askForKit(user.account());
        return Optional.empty();
    }

    private Optional<Text> toL2(Visit visit) {
        var why = new ZeroAccess(house).enter(visit);
        var account = visit.mine().user().account();
        if (why.isEmpty()) LOG.log(Level.INFO, "account " + account + " is at level L2 by its owner");
        return why;
    }

    /** One that nobody has seen, where there is none: its owner makes another when he is asked for it. */
    private void needCode(Visit visit) {
        var user = visit.mine().user();
        boolean isThere = house.keyring().slots(user.account()).containsValue(Slot.Kind.RECOVERY);
        if (!isThere) house.credentials().newCode(user.address(), visit.mine().unlocked());
    }

    private void askForKit(AccountId account) {
        boolean isToConfirm = house.kits().isToConfirm(account);
        sessions.of(account).forEach(session -> session.kitToConfirm(isToConfirm));
    }
}
