/** What `--help` prints. */
export const help = `drums-vae: trains a hierarchical VAE on drum bars of 16 steps x 9 instruments in five genres, and reports what each level learnt.

  npm run drums -- [flags]           from the repository's root; or, once it is built:
  node examples/drums-vae/dist/cli.js [flags]
  node examples/drums-vae/dist/cli.js sample --run <folder> [flags]       draws bars from a run; sample --help says how

What to train
  --preset <name>               default: the best recipe we found for less than a minute of training on two cores
                                seed:    the VAE of the study this project follows, to the letter, 100 epochs
  --data <what>                 grammar:varied (default): five genres in four variations each; their limit is known exactly
                                grammar:study: the study's five genres, in which nothing is left to learn within a genre
                                groove: the Groove MIDI Dataset (real drummers), fetched once and checked
                                groove:<path>: the same from its folder or zip
                                <file>: a .json or .npz file of your own with train_patterns and val_patterns, [n, 16, 9]
                                of 0 and 1, and train_styles and val_styles, [n] names or numbers

How to train it (in place of what the preset says)
  --epochs <n> | --steps <n>    how long; an epoch is one pass over the training bars
  --batch <n>                   bars a step
  --rate <x>                    learning rate
  --seed <n>                    fixes the bars of a grammar, weights, order, noise and samples; 0 unless said
  --backend <name>              genlab (default), tensorflow, webgpu, webgl or cpu

What to watch
  --evaluate-every <n>          steps between two looks at the validation bars
  --out <folder>                where the run is written; runs/drums-<n> unless said
  --resume <folder>             goes on with a run that was stopped or killed, to the same end; alone, without other flags
  -h, --help                    this

A run's folder holds report.html, in which every bar can be played, summary.json, midi/ with the bars as MIDI files, and the
checkpoints it can go on from. Ctrl-C ends the training and writes a report of what there is by then. Exit codes: 0 done, 2
something in the flags or the data is wrong (nothing is written then), 1 otherwise.
`;

/** What `sample --help` prints. */
export const sampleHelp = `drums-vae sample: draws bars from the last checkpoint of a run, as a MIDI file; its data is not needed.

  node examples/drums-vae/dist/cli.js sample --run runs/drums-1 --n 16 --genre jazz --seed 3 --out bars.mid

  --run <folder>                the run's folder, finished or not
  --n <n>                       how many bars, one after the other; 16
  --genre <name>                one genre alone; the genres in turn. A run of --preset seed can't be asked for one
  --seed <n>                    fixes what is drawn; 0
  --temperature <x>             spread of the latents; 1. Less draws what is more usual, with less variety
  --backend <name>              as in training
  --out <file>                  the MIDI file; bars.mid
  -h, --help                    this
`;
