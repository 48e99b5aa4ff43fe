package dev.framelot.load.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.framelot.app.FramelotApp;
import dev.framelot.config.BatchingSettings.Drop;
import dev.framelot.config.BatchingSettings.Mode;
import dev.framelot.config.DeliverySettings.Guarantee;
import dev.framelot.config.FramelotConfig;
import dev.framelot.config.HttpSettings;
import dev.framelot.load.broker.EmbeddedKafka;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The live page in a real browser, headless; Debian's chromium and chromium-driver, where they are installed. */
class LivePageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    static WebDriver browser() {
        assumeTrue(Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER), "no " + BROWSER + " and " + DRIVER + " here: apt-get install chromium chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--window-size=1300,1600");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        return new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).usingAnyFreePort().build(), options);
    }

    private static FramelotConfig config(EmbeddedKafka kafka, int port) {
        return TestConfig.batching(TestConfig.of(kafka.bootstrapServers(), Guarantee.AT_LEAST_ONCE), Mode.LATENCY, Duration.ofMillis(500), Drop.KEEP_ALL)
                .withHttp(HttpSettings.loopback(port));
    }

    private static String text(WebDriver browser, String selector) {
        return browser.findElement(By.cssSelector(selector)).getText();
    }

    static void shows(WebDriver browser, String selector, String wanted) {
        Awaitility.await(selector).atMost(PATIENCE).untilAsserted(() -> assertThat(text(browser, selector)).contains(wanted));
    }

    /** Cameras that send until told to stop. */
    private static Thread cameras(Frames frames, AtomicBoolean stop) {
        Thread sender = new Thread(() -> {
            for (long i = 0; !stop.get(); i++) {
                frames.send("line-" + i % 3 + "<b>", i / 3, Frames.JPEG);
                LockSupport.parkNanos(10_000_000);
            }
        }, "test-cameras");
        sender.setDaemon(true);
        sender.start();
        return sender;
    }

    @Test
    void boxesAppearModesChangeBatchesBadImagesSayWhyAndARestartIsSurvived(@TempDir Path folder) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
            Frames.createTopics(kafka.bootstrapServers(), 1);
            WebDriver browser = browser();
            try (Frames frames = new Frames(kafka.bootstrapServers())) {
                Thread sender = cameras(frames, stop);
                int port;
                try (FramelotApp app = FramelotApp.start(config(kafka, 0))) {
                    String url = app.url().orElseThrow();
                    port = URI.create(url).getPort();
                    browser.get(url);
                    shows(browser, "#health", "ready");
                    shows(browser, "#model", "declared-cost");

                    browser.findElement(By.id("sampling")).click();
                    Awaitility.await("boxes on the wall").atMost(PATIENCE).until(() -> !browser.findElements(By.cssSelector("#wall canvas[data-boxes='1']")).isEmpty());
                    assertThat(browser.findElements(By.cssSelector("#wall button[data-camera='line-0<b>']"))).hasSize(1);
                    assertThat(browser.findElements(By.cssSelector("#wall .caption b b"))).as("a camera's name is text, never markup").isEmpty();

                    browser.findElement(By.cssSelector("input[name=mode][value=throughput]")).click();
                    browser.findElement(By.cssSelector("#mode-form button")).click();
                    shows(browser, "#mode-said", "Version 1, by live page");
                    assertThat(app.state().mode()).isEqualTo(Mode.THROUGHPUT);
                    Awaitility.await("batches of throughput").atMost(PATIENCE).until(() ->
                            text(browser, "#reasons").contains("full") || text(browser, "#reasons").contains("efficient") || text(browser, "#reasons").contains("oldest-waited"));

                    tries(browser, folder, "broken.jpg", Arrays.copyOf(Frames.JPEG, 40));
                    shows(browser, "#drop-said", "truncated");
                    tries(browser, folder, "good.jpg", Frames.JPEG);
                    shows(browser, "#drop-said", "1 boxes");
                    shows(browser, "#frame-stages", "decoding");
                    browser.findElement(By.cssSelector("#frame button")).click();
                }
                Awaitility.await("the end is told").atMost(PATIENCE).until(() -> !text(browser, "#health").contains("ready ·"));
                try (FramelotApp again = FramelotApp.start(config(kafka, port))) {
                    shows(browser, "#health", "ready");
                    shows(browser, "#notes", "started again");
                    assertThat(again.state().mode()).as("the mode outlives the restart").isEqualTo(Mode.THROUGHPUT);
                    Awaitility.await("it takes frames").atMost(PATIENCE).until(again::running);
                }
                assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                        .as("nothing that the policy of contents refused, no script error")
                        .noneMatch(entry -> entry.getMessage().contains("Content Security Policy") || entry.getMessage().contains("Uncaught"));
                stop.set(true);
                sender.join();
            } finally {
                stop.set(true);
                browser.quit();
            }
        }
    }

    private static void tries(WebDriver browser, Path folder, String name, byte[] image) throws IOException {
        Path file = Files.write(folder.resolve(name), image);
        browser.findElement(By.id("file")).sendKeys(file.toString());
    }
}
