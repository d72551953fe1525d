/** What `--help` prints. */
export const help = `fonts-gan: trains a GAN on the letters A-Z of 205 fonts and reports which letters it can draw.

  npm run demo -- [flags]            from the repository's root; or, once it is built:
  node examples/fonts-gan/dist/cli.js [flags]

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

What to watch
  --evaluate-every <n>          steps between two looks at 2,600 samples
  --out <folder>                where the run is written; runs/fonts-<n> unless said
  -h, --help                    this

A run's folder holds report.html, summary.json, samples.png and attributions.txt. Ctrl-C ends the training and writes them for
what there is by then. Exit codes: 0 done, 2 something in the flags or the data is wrong (nothing is written then), 1 otherwise.
`;
