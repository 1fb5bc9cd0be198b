"""TensorFlow computes on one thread here: there is a worker for every core. Imported before it computes anything."""

import tensorflow as tf

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
