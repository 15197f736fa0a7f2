package sigillo.admin;

import java.util.function.Supplier;

/**
 * Versions of this program: which runs, which there are. {@code look}: asks where it is configured, and takes its time.
 * Upgrades are not made here.
 */
public record ReleasesDesk(Supplier<Results.Releases> shown, Runnable look) implements Desk {
    @Override public void register(Requests requests) {
        requests.on(Request.ShowReleases.class, asked -> {
            if (asked.look()) look.run();
            return new Answer.Done(shown.get());
        });
    }
}
