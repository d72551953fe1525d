/** What `--help` prints. */
export const help = `fonts-gan: trains a GAN on the letters A-Z of 205 fonts and reports which letters it can draw.

  npm run demo -- [flags]            from the repository's root; or, once it is built:
  node examples/fonts-gan/dist/cli.js [flags]
  node examples/fonts-gan/dist/cli.js sample --run <folder> [flags]       draws letters from a run; sample --help says how

What to train
  --preset <name>               default: the best recipe we found for some minutes of training on two cores
                                quick:   the same recipe for about one minute, for a first look
                                seed:    the DCGAN of the study this project follows, to the letter, 100 epochs
  --conditional                 the letter is an input of both networks; the report shows A-Z by class
  --data <folder>               PNG images of your own in place of the fonts: a folder with metadata.json
                                (train_samples, val_samples) or one subfolder a class

How to train it (in place of what the preset says)
  --epochs <n> | --steps <n>    how long; an epoch is one pass over the training images
  --batch <n>                   images a step
  --generator-rate <x>          learning rate of the generator
  --discriminator-rate <x>      learning rate of the discriminator
  --loss <name>                 non-saturating, least-squares, hinge or wasserstein
  --latent <n>                  numbers the generator draws an image from
  --seed <n>                    fixes weights, order, noise and samples; 0 unless said
  --backend <name>              genlab (default), tensorflow, webgpu, webgl or cpu

What to keep, and to go on with
  --out <folder>                where the run is written; runs/fonts-<n> unless said. If it holds a run that is not finished, that
                                run goes on, with its own settings, to the bit as if it had never stopped
  --resume                      go on, and fail if there is nothing to go on with; without --out: the last unfinished run in runs
  --force-new                   begin anew in a folder that holds a run, which is kept as <folder>.earlier-<n>
  --store <folder>              where checkpoints are written, one a minute; in the run's folder unless said

What to watch
  --evaluate-every <n>          steps between two looks at 2,600 samples
  --log-dir <folder>            logs as JSON lines, as a table, and for TensorBoard; none unless said
  -h, --help                    this

A run's folder holds report.html, summary.json, samples.png and attributions.txt, written anew on the way: open the report while
the training runs. Ctrl-C saves, writes them for what there is by then, and ends; with --out or --resume the run goes on.
Exit codes: 0 done, 2 something in the flags, the data or the run is wrong (nothing is written then), 1 otherwise.
`;

/** What `sample --help` prints. */
export const sampleHelp = `fonts-gan sample: draws letters from the last checkpoint of a run; the fonts are not needed.

  node examples/fonts-gan/dist/cli.js sample --run runs/fonts-1 --n 64 --seed 3 --out letters.png

  --run <folder>                the run's folder, finished or not
  --n <n>                       how many letters; 64
  --seed <n>                    fixes what is drawn; 0
  --label <class>               one letter alone, such as A; of a run with --conditional
  --temperature <x>             spread of the latents; 1. Less draws what is more usual, with less variety
  --backend <name>              as in training
  --out <file>                  the PNG; letters.png
  -h, --help                    this
`;
