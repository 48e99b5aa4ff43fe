package dev.framelot.load;

import dev.framelot.app.Framelot;
import dev.framelot.load.cli.PanelCommand;
import dev.framelot.load.cli.PublishCommand;
import dev.framelot.load.demo.DemoCommand;
import dev.framelot.load.figure.ChartCommand;
import dev.framelot.load.figure.FigureCommand;
import dev.framelot.load.plan.PlanCommand;
import dev.framelot.load.report.CompareCommand;
import dev.framelot.load.run.LoadCommand;
import dev.framelot.load.simulate.SimulateCommand;
import picocli.CommandLine;

/** The launcher's command line: the application's own commands and those that need the load tests' parts. */
public final class Main {
    private Main() {}

    static CommandLine commandLine() {
        return Framelot.commandLine().addSubcommand(new DemoCommand()).addSubcommand(new PublishCommand())
                .addSubcommand(new PanelCommand())
                .addSubcommand(new FigureCommand())
                .addSubcommand(new ChartCommand())
                .addSubcommand(new LoadCommand())
                .addSubcommand(new CompareCommand())
                .addSubcommand(new PlanCommand())
                .addSubcommand(new SimulateCommand())
                // Once more: it holds for the commands that are there when it is said.
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}
