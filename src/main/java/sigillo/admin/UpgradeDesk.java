package sigillo.admin;

import java.nio.file.Path;

/** Says the id of the process, a blank, and {@code home}: where the program lies that runs. {@code standAside}: begins to stop, and returns. */
public record UpgradeDesk(Path home, Runnable standAside) implements Desk {
    @Override public void register(Requests requests) {
        requests.on(Request.StandAside.class, asked -> {
            if (asked.now()) standAside.run();
            return Operator.change(ProcessHandle.current().pid() + " " + home);
        });
    }
}
